package panamoe.trainer.tasks;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Blank;
import panamoe.trainer.common.MessageText;

/**
 * A task on texts or pairs of texts: classification into one of several labels, or regression of a score.
 *
 * @param name lower-case words joined by hyphens, unique in its suite
 * @param family tasks of one family are related; same form as the name
 * @param labels at least two different names, in the order of the label indices; empty in a regression task
 * @param pair whether each example has two texts
 * @param description one sentence for a reader
 * @param metrics the metrics of its predictions, the main one first
 * @param range the range of the scores of a regression task; null in a classification task
 */
public record Task(
        String name,
        String family,
        ImmutableList<String> labels,
        boolean pair,
        String description,
        ImmutableList<Metric> metrics,
        @Nullable ScoreRange range) {

    private static final String NAME = "[a-z0-9]+(-[a-z0-9]+)*";

    /** @throws IllegalArgumentException if a name is malformed, or labels or metrics do not fit the kind of task */
    public Task {
        requireName("task name", name);
        requireName("family of task " + name, family);
        boolean regression = range != null;
        if (regression
                ? !labels.isEmpty()
                : labels.size() < 2 || labels.distinct().size() != labels.size()) {
            throw new IllegalArgumentException((labels.isEmpty() ? "no labels" : "labels " + MessageText.names(labels))
                    + " of task " + name + ": expected "
                    + (regression ? "no labels with a range of scores" : "at least two, all different"));
        }
        if (labels.anySatisfy(Blank::is)) {
            throw new IllegalArgumentException("a blank label of task " + name + ": expected a visible name");
        }
        if (metrics.isEmpty()
                || metrics.distinct().size() != metrics.size()
                || metrics.anySatisfy(metric -> metric.isOfLabels() == regression)) {
            throw new IllegalArgumentException("metrics " + metrics + " of task " + name + ": expected metrics of "
                    + (regression ? "scores" : "labels") + ", at least one, each once");
        }
        if (metrics.contains(Metric.F1) && labels.size() != 2) {
            throw new IllegalArgumentException("metric f1 of task " + name + " with " + labels.size()
                    + " labels: expected two, or metric macro-f1");
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("blank description of task " + name + ": say what it asks");
        }
    }

    /** A classification task whose metric is accuracy. */
    public Task(String name, String family, ImmutableList<String> labels, boolean pair, String description) {
        this(name, family, labels, pair, description, Lists.immutable.with(Metric.ACCURACY), null);
    }

    /** The number of labels; 1 in a regression task, whose one output is the score. */
    public int classes() {
        return range == null ? labels.size() : 1;
    }

    /** The main metric. */
    public Metric metric() {
        return metrics.getFirst();
    }

    /**
     * Checks that a name consists of lower-case letters and digits joined by hyphens.
     *
     * @param what the kind of name, for the message
     * @throws IllegalArgumentException if it does not
     */
    public static void requireName(String what, String value) {
        if (!value.matches(NAME)) {
            throw new IllegalArgumentException(what + " " + MessageText.quoted(value)
                    + ": expected lower-case letters and digits joined by hyphens");
        }
    }
}
