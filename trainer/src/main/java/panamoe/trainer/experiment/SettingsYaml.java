package panamoe.trainer.experiment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import panamoe.trainer.experiment.protocol.RunSettings;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Settings as YAML. Keys are the names of the records' components in lower case with hyphens, in the order of the records, so that
 * equal settings are equal bytes.
 */
public final class SettingsYaml {

    static final YAMLMapper MAPPER = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(YAMLWriteFeature.USE_NATIVE_TYPE_ID)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .build();

    private SettingsYaml() {}

    /** The text of a settings file. */
    static String text(RunSettings settings) {
        return MAPPER.writeValueAsString(settings);
    }

    /** Plain values by the names of the settings, as reading their text gives them. */
    public static Map<String, Object> toMap(RunSettings settings) {
        return MAPPER.readValue(text(settings), new TypeReference<Map<String, Object>>() {});
    }

    /** Tells configurations apart. */
    static String hash(RunSettings settings) {
        return digest(text(settings));
    }

    /** Tells apart what a single unit depends on: not how many others there are, nor the preset that the settings began as. */
    static String unitHash(RunSettings settings) {
        Map<String, Object> map = new LinkedHashMap<>(toMap(settings));
        map.keySet().removeAll(Set.of("preset", "protocols", "methods", "seeds"));
        return digest(MAPPER.writeValueAsString(map));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
