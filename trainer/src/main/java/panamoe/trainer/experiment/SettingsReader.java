package panamoe.trainer.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import panamoe.trainer.common.LaterSettings;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.SettingsYaml;
import panamoe.trainer.common.Sha256;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.SettingsSection;
import panamoe.trainer.learner.Method;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Converts a complete tree of settings to {@link RunSettings} and back. The protocols define the types of their sections. */
public final class SettingsReader {

    private static final YAMLMapper MAPPER = SettingsYaml.mapper()
            .addModule(new SimpleModule().addDeserializer(SettingsSection.class, new SectionReader()))
            .build();

    /** The end of keys under which learning rates are given by method. */
    private static final String RATES = "-rates";

    /** The digits of the digest that are kept, enough to distinguish the configurations of a study. */
    private static final int HASH_DIGITS = 16;

    private SettingsReader() {}

    /** Reads a section as the type that belongs to its key. */
    private static final class SectionReader extends ValueDeserializer<SettingsSection> {
        @Override
        public SettingsSection deserialize(JsonParser parser, DeserializationContext context) {
            String key = parser.currentName();
            SettingsSection.Key section =
                    Protocols.sections().detect(each -> each.name().equals(key));
            return context.readValue(parser, section.type());
        }

        /** Refuses a section without keys, like every other setting without a value. */
        @Override
        public Object getNullValue(DeserializationContext context) {
            return context.reportInputMismatch(SettingsSection.class, "no keys");
        }
    }

    /**
     * The settings of a complete tree: that of a preset, or one that was laid over it.
     *
     * @throws UserError if a key is unknown, or a value is missing or refused
     */
    public static RunSettings read(SettingsTree whole) {
        RunSettings settings = whole.bind(RunSettings.class, MAPPER);
        whole.check(() -> settings.protocols().forEach(Protocols::named));
        return settings;
    }

    /**
     * The settings of a file, laid over the complete tree of a preset.
     *
     * @throws UserError as {@link #read(SettingsTree)}, or if a setting names a method that is neither built in nor defined in the file
     */
    public static RunSettings read(SettingsTree file, SettingsTree preset) {
        SettingsTree whole = file.over(preset);
        RunSettings settings = read(whole);
        whole.check(() -> {
            settings.training().requireKnownMethods(settings.methods());
            settings.sections().values().forEach(section -> section.requireKnownMethods(settings.methods()));
        });
        return settings;
    }

    /**
     * Settings with options of the command line laid over them. If the options leave out a method that the settings define, the learning
     * rates of that method are removed too.
     *
     * @throws UserError as {@link #read(SettingsTree)}
     */
    public static RunSettings read(Map<String, ?> options, RunSettings settings) {
        SettingsTree whole = SettingsTree.ofOptions(options).over(SettingsTree.ofOptions(toMap(settings)));
        Set<String> methods = read(whole).methods().stream().map(Method::name).collect(Collectors.toSet());
        return read(SettingsTree.ofOptions(withRatesOf(methods, whole.toMap())));
    }

    /**
     * A copy of a tree without the learning rates of methods that are neither built in nor in {@code methods}.
     *
     * @param tree strings, numbers, booleans, lists and maps by key
     */
    private static Map<String, Object> withRatesOf(Set<String> methods, Map<String, Object> tree) {
        Map<String, Object> kept = new LinkedHashMap<>();
        tree.forEach((key, value) -> {
            if (value instanceof Map<?, ?> map) {
                Map<String, Object> branch = new LinkedHashMap<>();
                map.forEach((name, each) -> branch.put((String) name, each));
                if (key.endsWith(RATES)) {
                    branch.keySet().removeIf(name -> Method.named(name).isEmpty() && !methods.contains(name));
                }
                kept.put(key, withRatesOf(methods, branch));
            } else {
                kept.put(key, value);
            }
        });
        return kept;
    }

    /** The text of a settings file. Equal settings give equal bytes. */
    public static String text(RunSettings settings) {
        return MAPPER.writeValueAsString(settings);
    }

    /** Strings, numbers, booleans, lists and maps by key, as they are read from the text of the settings. */
    public static Map<String, Object> toMap(RunSettings settings) {
        return MAPPER.readValue(text(settings), new TypeReference<Map<String, Object>>() {});
    }

    /** A hash that distinguishes configurations. */
    static String hash(RunSettings settings) {
        return shortDigest(MAPPER.writeValueAsString(hashed(settings)));
    }

    /** The settings that are hashed: {@link LaterSettings} only if they differ from their default. */
    private static Map<String, Object> hashed(RunSettings settings) {
        Map<String, Object> map = toMap(settings);
        LaterSettings.removeDefaults(map);
        return map;
    }

    /**
     * A hash of the settings that the units of one method depend on. The preset and the lists of protocols, methods and seeds are left out.
     * Of methods that are not built in, it has the definition and the learning rates of this one and nothing of the others.
     */
    static String unitHash(RunSettings settings, Method method) {
        Map<String, Object> map = withRatesOf(Set.of(method.name()), hashed(settings));
        map.keySet().removeAll(Set.of("preset", "protocols", "methods", "seeds"));
        if (!method.isBuiltIn()) {
            map.put("method", method.definition());
        }
        return shortDigest(MAPPER.writeValueAsString(map));
    }

    private static String shortDigest(String text) {
        return Sha256.of(text).substring(0, HASH_DIGITS);
    }
}
