package panamoe.trainer.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Some or all settings as a tree of keys and values. One tree is laid over another: the command line over a file, and the file over a
 * preset. The message about a wrong value names the source of the tree and the key.
 *
 * @param source the name of the file or resource, for messages; empty for the command line
 * @param node the values
 */
public record SettingsTree(String source, ObjectNode node) {

    /** The key that names the variant of a setting. A tree with another variant takes over no value of the tree below it. */
    private static final String KIND = "kind";

    /** Reads a file. @throws UserError if it cannot be read, is not YAML or has no keys */
    public static SettingsTree read(Path file) {
        try {
            return parse(file.toString(), InputFile.text(file));
        } catch (NoSuchFileException e) {
            throw new UserError(file + ": no such file");
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + FileProblem.of(e));
        }
    }

    /** Reads a resource from the package of a class. */
    public static SettingsTree resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path: the jar was built wrongly");
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a text.
     *
     * @param source names the text in messages
     * @throws UserError if it is not YAML, or not a mapping
     */
    public static SettingsTree parse(String source, String text) {
        if (!(YamlReader.read(source, text, new TypedScalars()) instanceof ObjectNode keys)) {
            throw new UserError(source + ": expected settings, such as \"training: {batch-size: 16}\"");
        }
        return new SettingsTree(source, keys);
    }

    /** The tree of command-line options. The values are strings, numbers, and lists and maps of them. */
    public static SettingsTree ofOptions(Map<String, ?> values) {
        return new SettingsTree("", JsonMapper.shared().valueToTree(values));
    }

    /** The text under a top-level key; empty if the key is missing. @throws UserError if the value is a list or has keys */
    public Optional<String> text(String key) {
        if (node.has(key) && !node.get(key).isValueNode()) {
            throw new UserError(at(key + ": expected a word, got "
                    + MessageText.cut(node.get(key).toString())));
        }
        return node.has(key) ? Optional.of(node.get(key).asString()) : Optional.empty();
    }

    /** The values as strings, numbers, booleans, lists and maps. */
    public Map<String, Object> toMap() {
        return SettingsYaml.MAPPER.convertValue(node, new TypeReference<Map<String, Object>>() {});
    }

    /**
     * Lays this tree over another one, which has a value for every setting. Maps are merged key by key. Any other value, lists included,
     * replaces the value of {@code base}.
     *
     * @return a tree with every setting; its messages name this tree's source
     * @throws UserError if {@code base} lacks one of the top-level keys
     */
    public SettingsTree over(SettingsTree base) {
        for (String key : node.propertyNames()) {
            if (!base.node.has(key)) {
                throw new UserError(at(SettingsProblem.unknownKey(key, base.node.propertyNames())));
            }
        }
        return new SettingsTree(source, (ObjectNode) laidOver(base.node, node));
    }

    private String at(String place) {
        return source.isEmpty() ? place : source + ": " + place;
    }

    private static JsonNode laidOver(JsonNode base, JsonNode over) {
        if (!base.isObject()
                || !over.isObject()
                || over.has(KIND) && !over.get(KIND).equals(base.get(KIND))) {
            return over;
        }
        ObjectNode merged = (ObjectNode) base.deepCopy();
        over.properties()
                .forEach(entry -> merged.set(
                        entry.getKey(),
                        merged.has(entry.getKey())
                                ? laidOver(merged.get(entry.getKey()), entry.getValue())
                                : entry.getValue()));
        return merged;
    }

    /** Runs a check of the bound settings. @throws UserError if the check fails; the message begins with the source of this tree */
    public void check(Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new UserError(at(MessageText.of(e)));
        }
    }

    /** Binds the tree to a record of settings. @throws UserError if a key is unknown, a value is missing, or a value is refused */
    public <T> T bind(Class<T> type, YAMLMapper mapper) {
        T settings;
        try {
            settings = mapper.treeToValue(node, type);
        } catch (JacksonException e) {
            throw new UserError(at(SettingsProblem.text(e, node)));
        }
        requireValues("", node);
        return settings;
    }

    /** Refuses a key without a value. If it need not be in the tree, binding took it for a missing key. */
    private void requireValues(String place, JsonNode parent) {
        parent.properties().forEach(entry -> {
            String key = place + entry.getKey();
            if (entry.getValue().isNull()) {
                throw new UserError(at(key + ": expected a value, got null"));
            }
            requireValues(key + ".", entry.getValue());
        });
    }
}
