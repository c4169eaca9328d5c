package panamoe.trainer.data;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * What a task asks: a choice of one label for a text or a pair of texts.
 *
 * @param name lower-case words joined by hyphens, unique in its suite
 * @param family tasks of one family are related; same form as the name
 * @param labels at least two different names, in the order of the label indices
 * @param pair whether each example has two texts
 * @param description one sentence for a reader
 */
public record Task(String name, String family, ImmutableList<String> labels, boolean pair, String description) {

    private static final String NAME = "[a-z0-9]+(-[a-z0-9]+)*";

    /** @throws IllegalArgumentException if a name is malformed, or labels are fewer than two or repeated */
    public Task {
        requireName("task name", name);
        requireName("family of task " + name, family);
        if (labels.size() < 2 || labels.distinct().size() != labels.size()) {
            throw new IllegalArgumentException(
                    "labels " + labels + " of task " + name + ": expected at least two, all different");
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("blank description of task " + name + ": say what it asks");
        }
    }

    /** The number of labels. */
    public int classes() {
        return labels.size();
    }

    private static void requireName(String what, String value) {
        if (!value.matches(NAME)) {
            throw new IllegalArgumentException(
                    what + " \"" + value + "\": expected lower-case letters and digits joined by hyphens");
        }
    }
}
