package panamoe.trainer.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetricTest {

    /** Tolerance for sums of a few fractions of order 1. */
    private static final org.assertj.core.data.Offset<Double> EXACT = within(1e-12);

    /** Rows are expected labels, columns are predicted labels. */
    private static Confusion confusion(int[]... counts) {
        Confusion confusion = new Confusion(counts.length);
        for (int e = 0; e < counts.length; e++) {
            for (int a = 0; a < counts.length; a++) {
                for (int i = 0; i < counts[e][a]; i++) {
                    confusion.add(e, a);
                }
            }
        }
        return confusion;
    }

    /** 5 true negatives, 1 false positive, 2 false negatives, 4 true positives. */
    @Test
    void metricsOfTwoLabels() {
        Confusion answers = confusion(new int[] {5, 1}, new int[] {2, 4});

        assertThat(Metric.ACCURACY.of(answers)).isCloseTo(9 / 12.0, EXACT);
        // precision 4 / 5, recall 4 / 6
        assertThat(Metric.F1.of(answers)).isCloseTo(2 * 4 / (2.0 * 4 + 1 + 2), EXACT);
        assertThat(Metric.MACRO_F1.of(answers)).isCloseTo((8 / 11.0 + 10 / 13.0) / 2, EXACT);
        // (TP TN - FP FN) / sqrt((TP + FP) (TP + FN) (TN + FP) (TN + FN))
        assertThat(Metric.MATTHEWS.of(answers)).isCloseTo((4 * 5 - 1 * 2) / Math.sqrt(5 * 6 * 6 * 7), EXACT);
    }

    /** Computed by hand from the covariance form of R_K: sums over labels of covariances of indicator variables. */
    @Test
    void metricsOfThreeLabels() {
        Confusion answers = confusion(new int[] {2, 1, 0}, new int[] {0, 2, 0}, new int[] {1, 0, 4});

        assertThat(Metric.ACCURACY.of(answers)).isCloseTo(0.8, EXACT);
        // F1 of the labels: 4 / 6, 4 / 5, 8 / 9
        assertThat(Metric.MACRO_F1.of(answers)).isCloseTo((4 / 6.0 + 4 / 5.0 + 8 / 9.0) / 3, EXACT);
        // expected 3 2 5, predicted 3 3 4 of 10: (8 * 10 - 35) / sqrt((100 - 38) (100 - 34))
        assertThat(Metric.MATTHEWS.of(answers)).isCloseTo(45 / Math.sqrt(62.0 * 66), EXACT);
    }

    @Test
    void constantPredictionsHaveNoCorrelation() {
        assertThat(Metric.MATTHEWS.of(confusion(new int[] {3, 0}, new int[] {2, 0})))
                .isZero();
        assertThat(Metric.F1.of(confusion(new int[] {3, 0}, new int[] {0, 0}))).isZero();
        assertThat(Metric.PEARSON.of(new double[] {1, 2, 3}, new double[] {2, 2, 2}))
                .isZero();
        assertThat(Metric.SPEARMAN.of(new double[] {1}, new double[] {2})).isZero();
    }

    @Test
    void correlationsOfScores() {
        double[] expected = {1, 2, 3, 4, 5};
        double[] answered = {2, 1, 4, 3, 30};

        // deviations -2 -1 0 1 2 and -6 -7 -4 -5 22: products sum to 58, squares to 10 and 610
        assertThat(Metric.PEARSON.of(expected, answered)).isCloseTo(58 / Math.sqrt(6100), EXACT);
        // ranks 2 1 4 3 5: 1 - 6 * 4 / (5 * 24)
        assertThat(Metric.SPEARMAN.of(expected, answered)).isCloseTo(0.8, EXACT);
        // equal values share the mean rank: 1.5 1.5 3 against 1 2 3
        assertThat(Metric.SPEARMAN.of(new double[] {7, 7, 9}, new double[] {1, 2, 3}))
                .isCloseTo(1.5 / Math.sqrt(1.5 * 2), EXACT);
    }

    @Test
    void scoresThatAreNotFiniteGiveNaN() {
        double[] diverged = {1, Double.NaN, 2};

        assertThat(Metric.PEARSON.of(new double[] {1, 2, 3}, diverged)).isNaN();
        assertThat(Metric.SPEARMAN.of(new double[] {1, 2, 3}, diverged)).isNaN();
    }

    @Test
    void aMetricRefusesTheOtherKindOfAnswers() {
        assertThatThrownBy(() -> Metric.PEARSON.of(new Confusion(2))).hasMessageContaining("expected scores");
        assertThatThrownBy(() -> Metric.F1.of(new double[1], new double[1])).hasMessageContaining("expected labels");
        assertThatThrownBy(() -> Metric.named("auc"))
                .hasMessage(
                        "unknown metric \"auc\": expected one of accuracy, f1, macro-f1, matthews, pearson, spearman");
        assertThat(Metric.named("macro-f1")).isEqualTo(Metric.MACRO_F1);
    }
}
