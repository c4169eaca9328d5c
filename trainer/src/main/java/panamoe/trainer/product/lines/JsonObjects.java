package panamoe.trainer.product.lines;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.JsonProblem;
import panamoe.trainer.common.Surrogates;
import panamoe.trainer.product.lines.LineReader.Line;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses JSON objects with the texts and, if the columns name one, an ID. Other keys are ignored.
 *
 * @param columns the names of the keys
 */
record JsonObjects(InputColumns columns) implements LineParser {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public Row parse(Line line) {
        JsonNode object = read(line);
        String expected = ": expected {\"" + columns.text() + "\": \"...\"}";
        if (!object.isObject()) {
            throw line.refuse("not a JSON object" + expected);
        }
        String text = string(line, object, columns.text());
        if (text == null) {
            throw line.refuse("the object has no \"" + columns.text() + "\"" + expected);
        }
        return LineParser.row(
                line,
                text,
                string(line, object, columns.pair()),
                columns.id() == null ? null : id(line, object, columns.id()));
    }

    private static JsonNode id(Line line, JsonNode object, String key) {
        JsonNode id = object.path(key);
        if (!id.isString() && !id.isIntegralNumber()) {
            throw line.refuse(
                    (id.isMissingNode() ? "the object has no \"" + key + "\"" : "\"" + key + "\" is " + kind(id))
                            + ": expected a string or a whole number");
        }
        if (id.isString()) {
            requireWhole(line, key, id.stringValue());
        }
        return id;
    }

    private static String kind(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private static JsonNode read(Line line) {
        try {
            return MAPPER.readTree(line.text());
        } catch (JacksonException e) {
            throw line.refuse(JsonProblem.of(e));
        }
    }

    /** The string of a key; null if the value is null or missing. */
    private static @Nullable String string(Line line, JsonNode object, String key) {
        JsonNode value = object.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw line.refuse("\"" + key + "\" is " + kind(value) + ": expected a string");
        }
        String text = value.stringValue();
        requireWhole(line, key, text);
        return text;
    }

    private static void requireWhole(Line line, String key, String text) {
        if (Surrogates.unpaired(text) >= 0) {
            throw line.refuse("\"" + key + "\" has half of a surrogate pair: expected whole characters");
        }
    }
}
