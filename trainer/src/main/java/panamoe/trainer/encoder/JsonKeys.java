package panamoe.trainer.encoder;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import panamoe.tensor.Check;
import panamoe.trainer.common.JsonProblem;
import panamoe.trainer.common.MessageText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the keys of a JSON object in a file of another program. Unknown keys are ignored. Errors begin with the place of the key,
 * such as {@code tokenizer.json: model.type}. A key with the value null counts as missing.
 *
 * @param place the prefix of error messages: the file name, and the keys that lead to the object
 * @param node the object
 */
public record JsonKeys(String place, ObjectNode node) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Parses a file that must be a JSON object. @throws IllegalArgumentException if it is not */
    public static JsonKeys parse(String file, String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode keys) {
                return new JsonKeys(file + ": ", keys);
            }
        } catch (JacksonException e) {
            int line = JsonProblem.line(e);
            throw new IllegalArgumentException(file + (line == 0 ? "" : ":" + line) + ": " + JsonProblem.of(e), e);
        }
        throw new IllegalArgumentException(file + ": expected a JSON object");
    }

    private Optional<JsonNode> value(String key, Predicate<JsonNode> fits, String expected) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        Check.that(
                fits.test(value),
                () -> place + key + " " + MessageText.cut(value.toString()) + ": expected " + expected);
        return Optional.of(value);
    }

    private IllegalArgumentException missing(String key, String expected) {
        return new IllegalArgumentException(place + key + " is missing: expected " + expected);
    }

    /** True if the key is present, with any value. */
    public boolean has(String key) {
        return node.has(key);
    }

    /** All keys, in the order of the file. */
    public Collection<String> names() {
        return node.propertyNames();
    }

    /** A string; empty if it is missing. @throws IllegalArgumentException if it is not a string */
    public Optional<String> text(String key) {
        return value(key, JsonNode::isString, "a text").map(JsonNode::asString);
    }

    /** A boolean; empty if it is missing. @throws IllegalArgumentException if it is not a boolean */
    public Optional<Boolean> truth(String key) {
        return value(key, JsonNode::isBoolean, "true or false").map(JsonNode::asBoolean);
    }

    /** A number; empty if it is missing. @throws IllegalArgumentException if it is not a number */
    public Optional<Double> number(String key) {
        return value(key, JsonNode::isNumber, "a number").map(JsonNode::asDouble);
    }

    /** A 32-bit integer; empty if it is missing. @throws IllegalArgumentException if it is not a 32-bit integer */
    public Optional<Integer> whole(String key) {
        return value(key, each -> each.isIntegralNumber() && each.canConvertToInt(), "a whole number below 2^31")
                .map(JsonNode::asInt);
    }

    /** A required 32-bit integer. @throws IllegalArgumentException if it is missing or not a 32-bit integer */
    public int requiredWhole(String key) {
        return whole(key).orElseThrow(() -> missing(key, "a whole number"));
    }

    /** The object under a key. @throws IllegalArgumentException if there is none */
    public JsonKeys keys(String key) {
        return value(key, JsonNode::isObject, "an object")
                .map(each -> new JsonKeys(place + key + ".", (ObjectNode) each))
                .orElseThrow(() -> missing(key, "an object"));
    }

    /**
     * The objects of a list; an empty list if the key is missing.
     *
     * @throws IllegalArgumentException if it is not a list of objects
     */
    public List<JsonKeys> list(String key) {
        return value(key, JsonNode::isArray, "a list").stream()
                .flatMap(JsonNode::valueStream)
                .map(each -> {
                    Check.that(each.isObject(), () -> place + key + ": expected objects");
                    return new JsonKeys(place + key + ".", (ObjectNode) each);
                })
                .toList();
    }

    /** Checks that a key has this string. @throws IllegalArgumentException if it is missing or differs */
    public void require(String key, String expected) {
        String got = text(key).orElseThrow(() -> missing(key, "\"" + expected + "\""));
        Check.that(
                got.equals(expected),
                () -> place + key + " " + MessageText.quoted(got) + ": expected \"" + expected + "\"");
    }
}
