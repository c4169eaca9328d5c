package panamoe.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import panamoe.bench.step.StepSizes;

class TrainingStepBenchmarkTest {

    private static final StepSizes SMALL = new StepSizes(
            new StepSizes.Transformer(2, 16, 2, 32), new StepSizes.Mixture(4, 1), new StepSizes.Inputs(8, 5, 50, 3));

    @Test
    void aBenchmarkedStepGivesTheLoss() {
        TrainingStepBenchmark benchmark = new TrainingStepBenchmark();
        benchmark.backend = "auto";
        benchmark.threads = 1;
        benchmark.prepare(SMALL);
        try {
            assertThat(benchmark.step()).isBetween(0.9 * Math.log(3), 1.1 * Math.log(3) + 0.02);
        } finally {
            benchmark.close();
        }
    }
}
