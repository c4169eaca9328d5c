package panamoe.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;

/** Tests that the model of the benchmarks learns. */
class TrainingStepTest {

    private static final StepSizes SMALL = new StepSizes(
            new StepSizes.Transformer(2, 16, 2, 32), new StepSizes.Mixture(4, 1), new StepSizes.Inputs(8, 5, 50, 3));

    @ParameterizedTest
    @ValueSource(strings = {"sparse", "dense"})
    void theLossOfABatchStartsAtThatOfAGuessAndFalls(String feedForward) {
        StepSizes sizes = feedForward.equals("sparse") ? SMALL : SMALL.dense();
        long seed = 7;
        try (Backend backend = Backends.create("auto", 2)) {
            Rng rng = new Rng(seed);
            StepModel model = new StepModel(backend, sizes, rng);
            StepBatch batch = StepBatch.random(backend, sizes, 1, rng.derive(1));
            double first = model.step(batch).loss();
            double last = first;
            for (int i = 0; i < 60; i++) {
                last = model.step(batch).loss();
            }
            // the head starts with weights of deviation 0.02 on normalised rows, so logits have a deviation of 0.08;
            // the balance loss of the sparse model adds about 0.01
            assertThat(first).as("seed %d", seed).isBetween(0.9 * Math.log(3), 1.1 * Math.log(3) + 0.02);
            assertThat(last).as("seed %d", seed).isLessThan(0.8 * first);
        }
    }
}
