package panamoe.trainer.product.lines;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Surrogates;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.lines.LineReader.Line;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON objects with {@code text} and, for two texts, {@code pair}; what else they have is not looked at. */
final class JsonObjects implements LineParser {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public TextInput parse(Line line) {
        JsonNode object = read(line);
        if (!object.isObject()) {
            throw line.refuse("no JSON object: expected {\"text\": \"...\"}");
        }
        String text = string(line, object, "text");
        if (text == null) {
            throw line.refuse("the object has no \"text\": expected {\"text\": \"...\"}");
        }
        return LineParser.input(line, text, string(line, object, "pair"));
    }

    private static JsonNode read(Line line) {
        try {
            return MAPPER.readTree(line.text());
        } catch (JacksonException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("");
            throw line.refuse("not JSON: " + problem.replaceFirst(" \\(start marker.*|: enable `.*", ""));
        }
    }

    /** A value that is a string; null if it is null or not there. */
    private static @Nullable String string(Line line, JsonNode object, String key) {
        JsonNode value = object.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw line.refuse("\"" + key + "\" is " + value.getNodeType().name().toLowerCase(Locale.ROOT)
                    + ": expected a string");
        }
        String text = value.stringValue();
        if (Surrogates.unpaired(text) >= 0) {
            throw line.refuse("\"" + key + "\" has half of a surrogate pair: expected whole characters");
        }
        return text;
    }
}
