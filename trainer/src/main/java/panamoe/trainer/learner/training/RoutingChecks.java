package panamoe.trainer.learner.training;

import java.util.List;

/** Checks the values of routing records. */
final class RoutingChecks {

    private static final double TOLERANCE = 1e-3; // shares are computed from float counts and may be rounded

    private RoutingChecks() {}

    /** Checks the load of a task. @throws IllegalArgumentException unless there is one share per expert and the shares sum to 1 */
    static void requireLoad(String what, List<Double> load, int experts) {
        double sum = load.stream().mapToDouble(Double::doubleValue).sum();
        if (load.size() != experts || !(Math.abs(sum - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException(
                    what + ": " + load + ": expected one share for each of " + experts + " experts that sum to 1");
        }
    }

    /** Checks a range. @throws IllegalArgumentException unless the value is from 0 to {@code most} */
    static void requireBetweenZeroAnd(double most, String what, double value) {
        if (!(value >= -TOLERANCE && value <= most + TOLERANCE)) {
            throw new IllegalArgumentException(what + " " + value + ": expected 0 to " + most);
        }
    }
}
