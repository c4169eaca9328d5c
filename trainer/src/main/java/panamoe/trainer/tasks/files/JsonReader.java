package panamoe.trainer.tasks.files;

import java.nio.charset.Charset;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.trainer.common.Blank;
import panamoe.trainer.common.JsonProblem;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.files.TaskEntry.Source;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the elements of a list in a JSON file. The file must be one JSON value and is checked to its end. */
record JsonReader(TaskEntry entry, DataFiles files) implements RowReader {

    /** Consumes the current element of the parser; {@code line} is the line of its first character, from 1. */
    private interface Elements {
        void accept(long line, JsonParser parser);
    }

    @Override
    public void read(Source source, Consumer<Row> rows) {
        JsonRows json = new JsonRows(entry);
        forEach(
                files,
                source.file(),
                source.pointer(),
                entry.layout().encoding(),
                (line, parser) -> rows.accept(json.row(source, line, parser)));
    }

    /**
     * The scalars of a list in a JSON file as texts. Numbers and booleans are kept as written.
     *
     * @throws UserError if an element is blank or not a scalar, or the file is not as expected
     */
    static ImmutableList<String> texts(DataFiles files, String file, String pointer, Charset encoding) {
        MutableList<String> texts = Lists.mutable.empty();
        forEach(files, file, pointer, encoding, (line, parser) -> {
            JsonToken token = parser.currentToken();
            if (!token.isScalarValue() || token == JsonToken.VALUE_NULL || Blank.is(parser.getString())) {
                throw new UserError(file + ":" + line + ": expected a text, got "
                        + (token.isScalarValue() ? MessageText.quoted(parser.getString()) : "a list or an object"));
            }
            texts.add(DataText.stripped(parser.getString()));
        });
        return texts.toImmutable();
    }

    private static void forEach(DataFiles files, String file, String pointer, Charset encoding, Elements elements) {
        try (JsonParser parser = JsonRows.parser(files.text(file, encoding))) {
            parser.nextToken();
            String[] steps =
                    pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1);
            for (String step : steps) {
                descend(parser, step.replace("~1", "/").replace("~0", "~"), file, pointer);
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new UserError(file + ": no list at \"" + pointer
                        + "\": expected one, as in #/train, or format: jsonl for a value per line");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.accept(parser.currentTokenLocation().getLineNr(), parser);
            }
            finish(parser, steps.length, file);
        } catch (JacksonException e) {
            int line = JsonProblem.line(e);
            throw new UserError(file + (line == 0 ? "" : ":" + line) + ": " + JsonProblem.of(e));
        }
    }

    /** Moves the parser from the current object to the value of a key. */
    private static void descend(JsonParser parser, String key, String file, String pointer) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = parser.currentName().equals(key);
                parser.nextToken();
                if (found) {
                    return;
                }
                parser.skipChildren();
            }
        }
        throw new UserError(file + ": no key \"" + key + "\" on the way to " + pointer);
    }

    /** Reads the file to its end after the list, so that truncated and trailing text is detected. */
    private static void finish(JsonParser parser, int open, String file) {
        for (int objects = open; objects > 0; objects--) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                parser.nextToken();
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new UserError(file + ":" + parser.currentTokenLocation().getLineNr()
                    + ": something follows the end of the JSON value: expected one value in the file");
        }
    }
}
