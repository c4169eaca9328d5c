package panamoe.autograd.optim;

import panamoe.tensor.Check;

/** The factor of the learning rate in each step. */
public sealed interface Schedule {

    /** The factor of the learning rate in a step; steps count from 0. */
    double factor(int step);

    /** Always 1. */
    record Constant() implements Schedule {
        @Override
        public double factor(int step) {
            return 1;
        }
    }

    /**
     * Rises linearly to 1 at the last warm-up step, then falls linearly to 0 at step number {@code steps}, one after
     * the last (Devlin et al. 2019, appendix A.2).
     *
     * @param warmup the number of warm-up steps, at least 0
     * @param steps the number of all steps, at least {@code warmup}
     */
    record WarmupLinear(int warmup, int steps) implements Schedule {
        /** @throws IllegalArgumentException if the counts are out of range */
        public WarmupLinear {
            Check.that(
                    warmup >= 0 && warmup <= steps,
                    "schedule of " + steps + " steps with " + warmup
                            + " warm-up steps: expected 0 <= warm-up <= steps");
        }

        @Override
        public double factor(int step) {
            if (step < warmup) {
                return (step + 1.0) / warmup;
            }
            return step >= steps ? 0 : (steps - step) / (double) (steps - warmup);
        }
    }
}
