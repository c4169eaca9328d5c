package panamoe.trainer.tasks;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Blank;
import panamoe.trainer.common.MessageText;

/**
 * What a task asks: a choice of one label, or a score, for a text or a pair of texts.
 *
 * @param name lower-case words joined by hyphens, unique in its suite
 * @param family tasks of one family are related; same form as the name
 * @param labels at least two different names, in the order of the label indices; empty in a regression task
 * @param pair whether each example has two texts
 * @param description one sentence for a reader
 * @param metrics what answers are judged by, the main one first
 * @param range of the scores of a regression task; null in a task of labels
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
                    + (regression ? "none beside a range of scores" : "at least two, all different"));
        }
        if (labels.anySatisfy(Blank::is)) {
            throw new IllegalArgumentException("a blank label of task " + name + ": expected a name that can be seen");
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

    /** A task of labels that is judged by accuracy. */
    public Task(String name, String family, ImmutableList<String> labels, boolean pair, String description) {
        this(name, family, labels, pair, description, Lists.immutable.with(Metric.ACCURACY), null);
    }

    /** The number of labels; 1 in a regression task, whose one output is the score. */
    public int classes() {
        return range == null ? labels.size() : 1;
    }

    /** The metric that stands for the task where there is room for one. */
    public Metric metric() {
        return metrics.getFirst();
    }

    /** @throws IllegalArgumentException unless the value is lower-case letters and digits joined by hyphens; {@code what} names it */
    public static void requireName(String what, String value) {
        if (!value.matches(NAME)) {
            throw new IllegalArgumentException(what + " " + MessageText.quoted(value)
                    + ": expected lower-case letters and digits joined by hyphens");
        }
    }
}
