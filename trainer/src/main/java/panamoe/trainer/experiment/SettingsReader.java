package panamoe.trainer.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.SettingsYaml;
import panamoe.trainer.common.Sha256;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.minilm.MiniLm;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.SettingsSection;
import panamoe.trainer.learner.Method;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Settings of a run from a whole tree and back; the sections of the protocols are read as the types that these say. */
public final class SettingsReader {

    private static final YAMLMapper MAPPER = SettingsYaml.mapper()
            .addModule(new SimpleModule().addDeserializer(SettingsSection.class, new SectionReader()))
            .build();

    /** Ends the keys of rates by the names of methods. */
    private static final String RATES = "-rates";

    /** Enough of a digest to tell the configurations of a study apart. */
    private static final int HASH_DIGITS = 16;

    private SettingsReader() {}

    /** Reads a section as the type that its key stands for. */
    private static final class SectionReader extends ValueDeserializer<SettingsSection> {
        @Override
        public SettingsSection deserialize(JsonParser parser, DeserializationContext context) {
            String key = parser.currentName();
            SettingsSection.Key section =
                    Protocols.sections().detect(each -> each.name().equals(key));
            return context.readValue(parser, section.type());
        }

        /** Refuses a section without keys, as every other setting without a value is. */
        @Override
        public Object getNullValue(DeserializationContext context) {
            return context.reportInputMismatch(SettingsSection.class, "no keys");
        }
    }

    /**
     * The settings of a whole tree: a preset's, or one that was laid over it.
     *
     * @throws UserError if a key is unknown, or a value is missing or does not fit
     */
    public static RunSettings read(SettingsTree whole) {
        RunSettings settings = whole.bind(RunSettings.class, MAPPER);
        whole.check(() -> settings.protocols().forEach(Protocols::named));
        return settings;
    }

    /**
     * The settings of a file, laid over the whole tree of a preset.
     *
     * @throws UserError as {@link #read}, or if a setting is given for a method that is neither built in nor defined there
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
     * Options of the command line over settings. Where they leave out a method that the settings define, its rates go with it.
     *
     * @throws UserError as {@link #read}
     */
    public static RunSettings read(Map<String, ?> options, RunSettings settings) {
        SettingsTree whole = SettingsTree.ofOptions(options).over(SettingsTree.ofOptions(toMap(settings)));
        Set<String> methods = read(whole).methods().stream().map(Method::name).collect(Collectors.toSet());
        return read(SettingsTree.ofOptions(withRatesOf(methods, whole.toMap())));
    }

    /**
     * A tree without the rates of methods that are neither built in nor among these.
     *
     * @param tree plain values by key
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

    /** The text of a settings file. Equal settings are equal bytes. */
    public static String text(RunSettings settings) {
        return MAPPER.writeValueAsString(settings);
    }

    /** Plain values by the names of the settings, as reading their text gives them. */
    public static Map<String, Object> toMap(RunSettings settings) {
        return MAPPER.readValue(text(settings), new TypeReference<Map<String, Object>>() {});
    }

    /** Tells configurations apart. */
    static String hash(RunSettings settings) {
        return shortDigest(MAPPER.writeValueAsString(hashed(settings)));
    }

    /** The settings that a hash is made of, MiniLM left out, so that results from before there was a choice keep their hashes. */
    private static Map<String, Object> hashed(RunSettings settings) {
        Map<String, Object> map = toMap(settings);
        map.remove("encoder", MiniLm.NAME);
        return map;
    }

    /**
     * Tells apart what the units of one method depend on: neither how many others there are, nor the preset that the settings began
     * as. The definition of a method that is not built in is a part of it; rates of other such methods are none.
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
