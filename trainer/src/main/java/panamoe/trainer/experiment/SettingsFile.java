package panamoe.trainer.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.protocol.RunSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A YAML file with settings that take the place of a preset's: some, or all as a run keeps them. What it gets wrong is refused in one
 * line that names the file and the place in it.
 *
 * @param file its path, for messages
 * @param node what it says
 */
public record SettingsFile(Path file, JsonNode node) {

    /** The entry that tells the forms of a setting apart; with another one, nothing is taken from the preset's form. */
    private static final String KIND = "kind";

    /** Reads a file. @throws UserError if it cannot be read or is not YAML */
    public static SettingsFile read(Path file) {
        try {
            JsonNode node = SettingsYaml.MAPPER.readTree(Files.readString(file));
            if (!node.isObject()) {
                throw new UserError(file + ": expected settings, such as \"training: {batch-size: 16}\"");
            }
            return new SettingsFile(file, node);
        } catch (JacksonException e) {
            throw new UserError(file + ":" + e.getLocation().getLineNr() + ": not YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (NoSuchFileException e) {
            throw new UserError(file + ": no such file");
        } catch (IOException e) {
            throw new UserError(file + " cannot be read (" + e + ")");
        }
    }

    /** What it says under a key of the top, if that is a word. */
    public Optional<String> word(String key) {
        return node.has(key) ? Optional.of(node.get(key).asString()) : Optional.empty();
    }

    /** Plain values as they stand there. */
    Map<String, Object> toMap() {
        return SettingsYaml.MAPPER.convertValue(node, new TypeReference<Map<String, Object>>() {});
    }

    /** These settings over others. @throws UserError if a key is unknown or a value does not fit */
    public RunSettings over(RunSettings base) {
        JsonNode all = laidOver(SettingsYaml.MAPPER.valueToTree(base), node);
        try {
            return SettingsYaml.MAPPER.treeToValue(all, RunSettings.class);
        } catch (DatabindException e) {
            throw new UserError(file + ": " + SettingsProblem.text(e, all));
        }
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
}
