package panamoe.trainer.tasks.files;

import java.nio.charset.Charset;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.files.TaskEntry.Field;
import panamoe.trainer.tasks.files.TaskEntry.Source;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The elements of a list in a JSON file: lists, whose columns have numbers from 1, or objects, whose columns have names. */
record JsonReader(TaskEntry entry, DataFiles files) implements RowReader {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** What is done with an element and the line that it begins in. */
    private interface Elements {
        void accept(long line, JsonNode element);
    }

    @Override
    public void read(Source source, Consumer<Row> rows) {
        forEach(
                files,
                source.file(),
                source.pointer(),
                entry.layout().encoding(),
                (line, element) -> rows.accept(row(source, line, element)));
    }

    /** The texts of a list in a JSON file. */
    static ImmutableList<String> texts(DataFiles files, String file, String pointer, Charset encoding) {
        MutableList<String> texts = Lists.mutable.empty();
        forEach(files, file, pointer, encoding, (line, element) -> {
            if (!element.isString()) {
                throw new UserError(file + ":" + line + ": expected a text, got " + element);
            }
            texts.add(element.asString());
        });
        return texts.toImmutable();
    }

    private static void forEach(DataFiles files, String file, String pointer, Charset encoding, Elements elements) {
        try (JsonParser parser = MAPPER.createParser(files.text(file, encoding))) {
            parser.nextToken();
            for (String step :
                    pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
                descend(parser, step.replace("~1", "/").replace("~0", "~"), file, pointer);
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new UserError(file + ": no list at \"" + pointer + "\": expected one, as in #/train");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                long line = parser.currentTokenLocation().getLineNr();
                elements.accept(line, parser.readValueAsTree());
            }
        } catch (JacksonException e) {
            throw new UserError(file + ":" + e.getLocation().getLineNr() + ": not JSON: " + e.getOriginalMessage());
        }
    }

    /** From an object to the value of a key. */
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

    private Row row(Source source, long line, JsonNode element) {
        String text = field(element, Field.TEXT);
        boolean pair = entry.layout().columns().containsKey(Field.PAIR);
        String second = field(element, Field.PAIR);
        String answer = source.label() != null
                ? source.label()
                : field(element, entry.answers().field());
        if (text == null || pair && second == null || source.labelled() && answer == null) {
            return Row.malformed(
                    source.file(),
                    line,
                    "lacks one of " + entry.layout().columns().values());
        }
        return new Row(source.file(), line, text, second, source.labelled() ? answer : null, null);
    }

    private @Nullable String field(JsonNode element, Field field) {
        String column = entry.layout().columns().get(field);
        if (column == null) {
            return null;
        }
        JsonNode value = element.isObject()
                ? element.get(column)
                : column.matches("\\d{1,4}") ? element.get(Integer.parseInt(column) - 1) : null;
        return value == null || !value.isValueNode() || value.isNull() ? null : value.asString();
    }
}
