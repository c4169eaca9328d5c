package panamoe.trainer.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 * Settings as a tree of keys with values, some or all of them. Trees are laid over each other: a preset, a file, the command line. What
 * a tree gets wrong is refused in one line that names its source and the place in it.
 *
 * @param source what the tree was read from, for messages; empty for the command line
 * @param node the values
 */
public record SettingsTree(String source, ObjectNode node) {

    /** The key that tells the forms of a setting apart. A tree with another form takes nothing from the one below it. */
    private static final String KIND = "kind";

    /** Reads a file. @throws UserError if it cannot be read, is no YAML or has no keys */
    public static SettingsTree read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new UserError(file + ": no such file");
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + FileProblem.of(e));
        }
    }

    /** Reads a resource that stands beside a class. */
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

    private static SettingsTree parse(String source, String text) {
        if (!(YamlReader.read(source, text, new TypedScalars()) instanceof ObjectNode keys)) {
            throw new UserError(source + ": expected settings, such as \"training: {batch-size: 16}\"");
        }
        return new SettingsTree(source, keys);
    }

    /** The values that options of the command line stand for: strings, numbers, and lists and maps of them. */
    public static SettingsTree ofOptions(Map<String, ?> values) {
        return new SettingsTree("", JsonMapper.shared().valueToTree(values));
    }

    /** The value under a key of the top as text; empty if there is none. @throws UserError if it is a list or has keys */
    public Optional<String> text(String key) {
        if (node.has(key) && !node.get(key).isValueNode()) {
            throw new UserError(at(key + ": expected a word, got "
                    + MessageText.cut(node.get(key).toString())));
        }
        return node.has(key) ? Optional.of(node.get(key).asString()) : Optional.empty();
    }

    /** Plain values as they stand there. */
    public Map<String, Object> toMap() {
        return SettingsYaml.MAPPER.convertValue(node, new TypeReference<Map<String, Object>>() {});
    }

    /**
     * This tree over another one that has a value for every setting. Where both have keys they are merged; anything else, a list
     * too, takes the place of what is below.
     *
     * @return a whole tree whose errors name this tree's source
     * @throws UserError if a key of the top is not one of the tree below
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

    /** Makes a check on the settings that this tree became. @throws UserError with its line if it fails */
    public void check(Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new UserError(at(e.getMessage()));
        }
    }

    /** The typed settings. @throws UserError if a key is unknown, a value is missing, or one does not fit */
    public <T> T bind(Class<T> type, YAMLMapper mapper) {
        try {
            return mapper.treeToValue(node, type);
        } catch (JacksonException e) {
            throw new UserError(at(SettingsProblem.text(e, node)));
        }
    }
}
