package panamoe.autograd.optim;

import panamoe.tensor.Check;

/** The learning rate's factor in each step. */
public sealed interface Schedule {

    /** What the learning rate is multiplied by in a step, counted from 0. */
    double factor(int step);

    /** Always 1. */
    record Constant() implements Schedule {
        @Override
        public double factor(int step) {
            return 1;
        }
    }

    /**
     * Rises linearly to 1 in the warm-up's last step, then falls linearly towards 0, which it reaches where step {@code
     * steps} would be (Devlin et al. 2019, appendix A.2).
     *
     * @param warmup steps, at least 0
     * @param steps in all, at least the warm-up's
     */
    record WarmupLinear(int warmup, int steps) implements Schedule {
        /** Checks the counts. */
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
