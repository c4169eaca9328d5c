package panamoe.trainer.common;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Writes records of settings as YAML and reads them. Keys are the names of the record components in lower case with hyphens. They keep
 * the order of the record, so equal settings give equal bytes. Every key must have a value, except those of type {@link
 * java.util.Optional}.
 */
public final class SettingsYaml {

    static final YAMLMapper MAPPER = mapper().build();

    private SettingsYaml() {}

    /** A builder of the mapper, to which a caller may add types. */
    public static YAMLMapper.Builder mapper() {
        return YAMLMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .annotationIntrospector(
                        AnnotationIntrospector.pair(new RequiredKeys(), new JacksonAnnotationIntrospector()))
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .withCoercionConfig(LogicalType.Integer, SettingsYaml::refuseTexts)
                .withCoercionConfig(LogicalType.Float, SettingsYaml::refuseTexts)
                .withCoercionConfig(LogicalType.Boolean, SettingsYaml::refuseTexts)
                .disable(YAMLWriteFeature.USE_NATIVE_TYPE_ID)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER);
    }

    /** Refuses a text where a number or boolean is expected: some YAML readers take 010 for 10 and others for 8. */
    private static void refuseTexts(MutableCoercionConfig type) {
        type.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
    }
}
