package panamoe.trainer.product.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Check;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;

/**
 * A task of a kept model: an entry of {@code tasks.json}.
 *
 * @param name lower-case words joined by hyphens
 * @param slot the index of its head, and of its gate in models with gates per task
 * @param family a name that related tasks have in common
 * @param kind of its inputs and answers
 * @param description one sentence
 * @param labels in the order of the outputs of the head; empty in a regression task
 * @param range the lowest and the highest score of a regression task, whose head has one output on a scale from -1 to 1; empty for
 *     other tasks
 * @param metrics that answers are judged by, the main one first
 * @param examples the number of examples that it was trained and measured on, by split; without splits that were not counted
 * @param scores by split, the metrics by name
 * @param baselines by split, the main metric of baselines by name: {@code majority} is the most that is reached without a look at the
 *     texts, {@code linear-probe} a linear classifier on the pretrained encoder
 * @param routing by encoder layer, the share of its dev tokens that each expert got; empty in a dense model, and if it was not measured
 * @param features {@code [hidden size]}: the mean output of the frozen layers for its training texts, with which a task that is added
 *     later is compared; empty if it was not measured
 */
public record KeptTask(
        String name,
        int slot,
        String family,
        Kind kind,
        String description,
        List<String> labels,
        List<Double> range,
        List<String> metrics,
        Map<String, Integer> examples,
        Map<String, Map<String, Double>> scores,
        Map<String, Map<String, Double>> baselines,
        Map<String, List<Double>> routing,
        List<Double> features) {

    /** The baseline without a look at the texts. */
    public static final String MAJORITY = "majority";

    /** The baseline of a linear classifier on the pretrained encoder. */
    public static final String LINEAR_PROBE = "linear-probe";

    /** The form of a task's inputs and answers. */
    public enum Kind {
        /** A label for a text. */
        SINGLE,
        /** A label for two texts. */
        PAIR,
        /** A score for a text. */
        REGRESSION,
        /** A score for two texts. */
        PAIR_REGRESSION;

        /** The kind of a task. */
        public static Kind of(Task task) {
            if (task.range() != null) {
                return task.pair() ? PAIR_REGRESSION : REGRESSION;
            }
            return task.pair() ? PAIR : SINGLE;
        }

        /** True if each example has two texts. */
        public boolean isPair() {
            return this == PAIR || this == PAIR_REGRESSION;
        }

        /** The name in {@code tasks.json}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @throws IllegalArgumentException if the range does not fit the kind, a share is not from 0 to 1, or a feature is not finite */
    public KeptTask {
        labels = List.copyOf(labels);
        range = List.copyOf(range);
        Check.that(
                range.isEmpty() || range.size() == 2,
                "range " + range + " of task " + name + ": expected the lowest and the highest score");
        boolean scored = kind == Kind.REGRESSION || kind == Kind.PAIR_REGRESSION;
        Check.that(
                scored != range.isEmpty(),
                "kind " + kind + " of task " + name + " with range " + range + ": expected "
                        + (scored ? "the lowest and the highest score" : "none for a task of labels"));
        metrics = List.copyOf(metrics);
        routing.forEach((layer, shares) -> shares.forEach(share -> Check.that(
                share >= 0 && share <= 1,
                () -> "routing of task " + name + " in layer " + layer + " has a share of " + share
                        + ": expected 0 to 1")));
        features = List.copyOf(features);
        features.forEach(value -> Check.that(
                Double.isFinite(value),
                () -> "features of task " + name + " have a " + value + ": expected finite numbers"));
    }

    /** A task without measurements. */
    public static KeptTask of(Task task, int slot) {
        return new KeptTask(
                task.name(),
                slot,
                task.family(),
                Kind.of(task),
                task.description(),
                task.labels().castToList(),
                task.range() == null
                        ? List.of()
                        : List.of(task.range().low(), task.range().high()),
                task.metrics().collect(Metric::label).castToList(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of());
    }

    /** This task with other measurements: sizes, scores, baselines and routing, each as in the constructor. */
    public KeptTask with(
            Map<String, Integer> sizes,
            Map<String, Map<String, Double>> measured,
            Map<String, Map<String, Double>> without,
            Map<String, List<Double>> loads) {
        return new KeptTask(
                name,
                slot,
                family,
                kind,
                description,
                labels,
                range,
                metrics,
                sizes,
                measured,
                without,
                loads,
                features);
    }

    /** This task in a model with more experts, of which it uses none. @param counts the number of experts by encoder layer */
    public KeptTask withExperts(Map<Integer, Integer> counts) {
        Map<String, List<Double>> loads = new LinkedHashMap<>();
        routing.forEach((layer, shares) -> {
            List<Double> longer = new ArrayList<>(shares);
            while (!shares.isEmpty() && longer.size() < Lookup.in(counts, Integer.valueOf(layer))) {
                longer.add(0.0);
            }
            loads.put(layer, longer);
        });
        return with(examples, scores, baselines, loads).withFeatures(features);
    }

    /** This task in another slot. */
    public KeptTask inSlot(int other) {
        return new KeptTask(
                name,
                other,
                family,
                kind,
                description,
                labels,
                range,
                metrics,
                examples,
                scores,
                baselines,
                routing,
                features);
    }

    /** This task with the mean output of the frozen layers for its texts. */
    public KeptTask withFeatures(List<Double> means) {
        return new KeptTask(
                name,
                slot,
                family,
                kind,
                description,
                labels,
                range,
                metrics,
                examples,
                scores,
                baselines,
                routing,
                means);
    }

    /** The main metric. */
    public Metric main() {
        return Metric.named(metrics.getFirst());
    }

    /** True if the task was measured on a split. */
    public boolean isMeasured(Split split) {
        return scores.containsKey(split.toString()) && baselines.containsKey(split.toString());
    }

    /** The model's score in the main metric. This and the methods below need a split that the task was measured on. */
    public double score(Split split) {
        return Lookup.in(Lookup.in(scores, split.toString()), metrics.getFirst());
    }

    /** The score of the majority baseline. */
    public double majority(Split split) {
        return Lookup.in(Lookup.in(baselines, split.toString()), MAJORITY);
    }

    /** How far a score has to be above the majority baseline. */
    public double majorityMargin(Split split) {
        return main().margin(majority(split), Lookup.in(examples, split.toString()));
    }

    /** True if the score is above the majority baseline by more than the margin. */
    public boolean isAboveMajority(Split split) {
        return score(split) - majority(split) > majorityMargin(split);
    }

    /** The score of the linear probe; null if it was not measured. */
    public @Nullable Double linearProbe(Split split) {
        return baselines.getOrDefault(split.toString(), Map.of()).get(LINEAR_PROBE);
    }

    /** The task. @throws IllegalArgumentException if the entries do not fit each other */
    public Task task() {
        return new Task(
                name,
                family,
                Lists.immutable.ofAll(labels),
                kind.isPair(),
                description,
                Lists.immutable.ofAll(metrics).collect(Metric::named),
                range.isEmpty() ? null : new ScoreRange(range.get(0), range.get(1)));
    }
}
