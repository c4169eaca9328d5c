package panamoe.trainer.product.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Rng;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;

class MeanFeaturesTest {

    private static final int WIDTH = 5;
    private static final int SLOT = 3;

    /** Texts of one to six rows with random values from 1000 to 1100; records the examples that are prepared. */
    private static final class RandomRows implements SequenceSource {
        private final List<Integer> prepared = new ArrayList<>();

        @Override
        public int width() {
            return WIDTH;
        }

        @Override
        public float[] rows(int task, Split split, int example) {
            assertThat(task).isEqualTo(SLOT);
            assertThat(split).isEqualTo(Split.TRAIN);
            Rng rng = new Rng(17).derive(example);
            float[] rows = new float[(1 + rng.below(6, 0, 0)) * WIDTH];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = 1000 + rng.below(10_000, 1, i) / 100f;
            }
            return rows;
        }

        @Override
        public int[] tokens(int task, Split split, int example) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void prepare(int task, Split split, int[] examples) {
            for (int example : examples) {
                prepared.add(example);
            }
        }
    }

    /** The oracle: a plain loop over one feature. */
    private static double mean(int feature, int examples) {
        double sum = 0;
        for (int example = 0; example < examples; example++) {
            float[] rows = new RandomRows().rows(SLOT, Split.TRAIN, example);
            double ofExample = 0;
            int count = 0;
            for (int at = feature; at < rows.length; at += WIDTH) {
                ofExample += rows[at];
                count++;
            }
            sum += ofExample / count;
        }
        return sum / examples;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 200, 201, 1000})
    void theFirstTwoHundredTextsHaveEqualWeight(int examples) {
        RandomRows source = new RandomRows();
        List<Double> means = MeanFeatures.of(source, SLOT, examples);
        int sampled = Math.min(examples, 200);
        assertThat(means).hasSize(WIDTH);
        for (int feature = 0; feature < WIDTH; feature++) {
            // six digits of a number from 1000 to 1100: the rounding error is at most 0.005
            assertThat(means.get(feature)).isCloseTo(mean(feature, sampled), within(0.0051));
            assertThat(means.get(feature) * 100).isCloseTo(Math.rint(means.get(feature) * 100), within(1e-6));
        }
        assertThat(source.prepared).hasSize(sampled).doesNotHaveDuplicates();
    }

    @Test
    void theMeanIsRoundedToSixSignificantDigits() {
        SequenceSource source = new SequenceSource() {
            @Override
            public int width() {
                return 3;
            }

            @Override
            public float[] rows(int task, Split split, int example) {
                return new float[] {1.23456789e-20f, -98765.4321f, 0};
            }

            @Override
            public int[] tokens(int task, Split split, int example) {
                throw new UnsupportedOperationException();
            }
        };
        assertThat(MeanFeatures.of(source, 0, 1)).containsExactly(1.23457e-20, -98765.4, 0.0);
    }
}
