package panamoe.trainer.common;

import java.util.List;
import java.util.Map;

/**
 * Settings that did not exist when the first results were stored. A result with the default of such a setting is the same as one from
 * before it existed, so both have the same hash, and a folder from before can be resumed.
 */
public final class LaterSettings {

    /** The defaults by path in a tree of settings. A default never changes, even if that of a preset does. */
    private static final Map<List<String>, Object> DEFAULTS = Map.of(
            List.of("encoder"),
            "all-MiniLM-L6-v2",
            List.of("model", "moe", "gate", "start"),
            "independent",
            List.of("model", "moe", "gate", "description-weight"),
            0.5,
            List.of("model", "moe", "gate", "shared-experts"),
            1,
            List.of("model", "moe", "expert-width"),
            1.0,
            List.of("training", "ca-grad"),
            Map.of("c", 0.4),
            List.of("unseen", "starts"),
            List.of("related", "wrong", "fresh"),
            List.of("unseen", "least-similarity"),
            0.25);

    private LaterSettings() {}

    /**
     * Removes the settings that have their default.
     *
     * @param tree strings, numbers, booleans, lists and maps by key; it is changed
     */
    public static void removeDefaults(Map<String, Object> tree) {
        DEFAULTS.forEach((path, value) -> {
            Map<?, ?> branch = tree;
            for (String key : path.subList(0, path.size() - 1)) {
                if (!(branch.get(key) instanceof Map<?, ?> next)) {
                    return;
                }
                branch = next;
            }
            branch.remove(path.getLast(), value);
        });
    }
}
