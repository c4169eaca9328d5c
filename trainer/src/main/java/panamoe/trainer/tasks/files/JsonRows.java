package panamoe.trainer.tasks.files;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.tasks.files.TaskEntry.Field;
import panamoe.trainer.tasks.files.TaskEntry.Source;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Rows that are JSON values: lists, whose columns have numbers from 1, or objects, whose columns have names. */
record JsonRows(TaskEntry entry) {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A parser that refuses a key which an object has twice. */
    static JsonParser parser(String text) {
        return FACTORY.createParser(text);
    }

    /** The fault of a text, in one line. */
    static String problem(JacksonException e) {
        String message = e.getOriginalMessage().lines().findFirst().orElse("");
        return "not JSON: " + message.replaceFirst(" \\(start marker.*|: enable `.*", "");
    }

    /** The row of the value that the parser stands at; it is then at its end. */
    Row row(Source source, long line, JsonParser parser) {
        Map<String, String> values = switch (parser.currentToken()) {
            case START_ARRAY -> list(parser);
            case START_OBJECT -> object(parser);
            default -> Map.of();
        };
        String text = value(values, Field.TEXT);
        boolean pair = entry.layout().columns().containsKey(Field.PAIR);
        String second = value(values, Field.PAIR);
        String answer = source.label() != null
                ? source.label()
                : value(values, entry.answers().field());
        if (text == null || pair && second == null || source.labelled() && answer == null) {
            return Row.malformed(
                    source.file(),
                    line,
                    "lacks one of " + entry.layout().columns().values() + ", or it is no text, number or truth value");
        }
        Optional<String> group = entry.groupColumn().map(values::get);
        return new Row(source.file(), line, text, second, source.labelled() ? answer : null, group.orElse(null), null);
    }

    private @Nullable String value(Map<String, String> values, Field field) {
        String column = entry.layout().columns().get(field);
        return column == null ? null : values.get(column);
    }

    private static Map<String, String> list(JsonParser parser) {
        Map<String, String> values = new HashMap<>();
        for (int column = 1; parser.nextToken() != JsonToken.END_ARRAY; column++) {
            put(values, String.valueOf(column), parser);
        }
        return values;
    }

    private static Map<String, String> object(JsonParser parser) {
        Map<String, String> values = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String column = parser.currentName();
            parser.nextToken();
            put(values, column, parser);
        }
        return values;
    }

    /** A text without its quotes, a number or truth value as it stands: 1.10 is not 1.1. */
    private static void put(Map<String, String> values, String column, JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            values.put(column, parser.getString());
        } else {
            parser.skipChildren();
        }
    }
}
