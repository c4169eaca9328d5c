package panamoe.trainer.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import panamoe.tensor.Rng;

/** Predictions that ignore the texts do not exceed the baseline. */
class BaselineTest {

    private static final long SEED = 20261127;
    private static final int EXAMPLES = 200;
    private static final int TRIALS = 2000;

    private static TaskData data(Metric metric, int... test) {
        ImmutableList<String> labels = Lists.immutable.fromStream(
                IntStream.range(0, IntStream.of(test).max().orElseThrow() + 1).mapToObj(label -> "label" + label));
        Task task = new Task("t", "f", labels, false, "Which?", Lists.immutable.with(metric), null);
        return new TaskData(task, examples(0, 0, 1), examples(1), examples(test));
    }

    private static ImmutableList<Example> examples(int... labels) {
        return Lists.immutable.fromStream(
                IntStream.range(0, labels.length).mapToObj(i -> new Example("text " + i, null, labels[i])));
    }

    /** Label 0 is more frequent in train, label 1 in the measured split. */
    @Test
    void baselineIsComputedOnTheMeasuredSplit() {
        assertThat(data(Metric.ACCURACY, 0, 1, 1, 1).baseline(Split.TEST)).isEqualTo(0.75);
        // always label 1: precision 3/4, recall 1
        assertThat(data(Metric.F1, 0, 1, 1, 1).baseline(Split.TEST)).isCloseTo(6 / 7.0, within(1e-15));
        // always label 1: (0 + 6/7) / 2, less than 1/2 of random labels
        assertThat(data(Metric.MACRO_F1, 0, 1, 1, 1).baseline(Split.TEST)).isEqualTo(0.5);
        assertThat(data(Metric.MATTHEWS, 0, 1, 1, 1).baseline(Split.TEST)).isZero();
    }

    /**
     * Balanced labels, and predictions by a fair coin. By the normal distribution 2.3 % of the trials exceed two standard errors.
     */
    @ParameterizedTest
    @EnumSource(names = {"ACCURACY", "F1", "MACRO_F1", "MATTHEWS"})
    void randomPredictionsSeldomExceedTheMargin(Metric metric) {
        Rng rng = new Rng(SEED);
        int above = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Rng own = rng.derive(trial);
            int[] labels = IntStream.range(0, EXAMPLES)
                    .map(i -> i < 2 ? i : own.below(2, 0, i))
                    .toArray();
            TaskData data = data(metric, labels);
            Confusion answers = new Confusion(2);
            for (int i = 0; i < EXAMPLES; i++) {
                answers.add(labels[i], own.below(2, 1, i));
            }
            double baseline = data.baseline(Split.TEST);
            if (metric.of(answers) > baseline + metric.margin(baseline, EXAMPLES)) {
                above++;
            }
        }
        // 3 %, plus three standard deviations of a count of 2000 trials
        assertThat(above / (double) TRIALS).as("seed " + SEED).isLessThan(0.042);
    }
}
