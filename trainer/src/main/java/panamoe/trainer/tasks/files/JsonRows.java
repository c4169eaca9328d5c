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

/** Rows that are JSON values: lists, whose columns have numbers from 1, or objects, whose columns have names. */
record JsonRows(TaskEntry entry) {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A parser that refuses a key which an object has twice. */
    static JsonParser parser(String text) {
        return FACTORY.createParser(text);
    }

    /** The row of the value that the parser stands at; it is then at its end. */
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
                return Row.malformed(source.file(), line, lack(field, column, kind, values));
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

    private static String lack(Field field, String column, JsonToken kind, Map<String, @Nullable String> values) {
        String what = " for the " + field.word();
        String name = MessageText.quoted(column);
        if (kind == JsonToken.START_OBJECT) {
            return values.containsKey(column)
                    ? "key " + name + what + " has nothing, a list or an object: expected a text, number or truth value"
                    : "no key " + name + what + ": expected it beside " + MessageText.names(values.keySet())
                            + Nearest.hint(column, values.keySet());
        }
        if (kind == JsonToken.START_ARRAY) {
            return values.containsKey(column)
                    ? "element " + column + what
                            + " is nothing, a list or an object: expected a text, number or truth value"
                    : "no element " + name + what + ": expected a number from 1 to " + values.size();
        }
        return "a value alone: expected an object with key " + name + what + ", or a list";
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

    /** A text without its quotes, a number or truth value as it stands: 1.10 is not 1.1; null for anything else. */
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
