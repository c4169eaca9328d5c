package panamoe.trainer.tasks.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Nearest;
import panamoe.trainer.tasks.files.TaskEntry.Field;
import panamoe.trainer.tasks.files.TaskEntry.Source;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Converts JSON values to rows. The columns of a list are numbered from 1; the columns of an object are its keys. */
record JsonRows(TaskEntry entry) {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A parser that refuses duplicate keys in an object. */
    static JsonParser parser(String text) {
        return FACTORY.createParser(text);
    }

    /** The row of the current value of the parser. Leaves the parser at the end of the value. */
    Row row(Source source, long line, JsonParser parser) {
        JsonToken kind = parser.currentToken();
        Map<String, @Nullable String> values = switch (kind) {
            case START_ARRAY -> list(parser);
            case START_OBJECT -> object(parser);
            default -> Map.of();
        };
        Field answerField = entry.answers().field();
        boolean answered = source.labelled() && source.label() == null;
        for (Field field : Field.values()) {
            String column = entry.layout().columns().get(field);
            boolean needed = field == Field.TEXT || field == Field.PAIR || field == answerField && answered;
            if (needed && column != null && values.get(column) == null) {
                return Row.malformed(source.file(), line, missingField(field, column, kind, values));
            }
        }
        String answer = source.label() != null ? source.label() : value(values, answerField);
        Optional<String> group = entry.groupColumn().map(values::get);
        return new Row(
                source.file(),
                line,
                Objects.requireNonNull(value(values, Field.TEXT)),
                value(values, Field.PAIR),
                source.labelled() ? answer : null,
                group.orElse(null),
                null);
    }

    private static String missingField(
            Field field, String column, JsonToken kind, Map<String, @Nullable String> values) {
        String what = " for the " + field.word();
        String name = MessageText.quoted(column);
        if (kind == JsonToken.START_OBJECT) {
            return values.containsKey(column)
                    ? "key " + name + what + " is null, a list or an object: expected a string, number or boolean"
                    : "no key " + name + what + ": expected one of " + MessageText.names(values.keySet())
                            + Nearest.hint(column, values.keySet());
        }
        if (kind == JsonToken.START_ARRAY) {
            return values.containsKey(column)
                    ? "element " + column + what + " is null, a list or an object: expected a string, number or boolean"
                    : "no element " + name + what + ": expected a number from 1 to " + values.size();
        }
        return "a single value: expected an object with key " + name + what + ", or a list";
    }

    private @Nullable String value(Map<String, @Nullable String> values, Field field) {
        String column = entry.layout().columns().get(field);
        return column == null ? null : values.get(column);
    }

    private static Map<String, @Nullable String> list(JsonParser parser) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int column = 1; parser.nextToken() != JsonToken.END_ARRAY; column++) {
            put(values, String.valueOf(column), parser);
        }
        return values;
    }

    private static Map<String, @Nullable String> object(JsonParser parser) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String column = parser.currentName();
            parser.nextToken();
            put(values, column, parser);
        }
        return values;
    }

    /**
     * Stores a string without its quotes and a number or boolean as written, so that 1.10 and 1.1 differ. Stores null for any other
     * value.
     */
    private static void put(Map<String, @Nullable String> values, String column, JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            values.put(column, parser.getString());
        } else {
            values.put(column, null);
            parser.skipChildren();
        }
    }
}
