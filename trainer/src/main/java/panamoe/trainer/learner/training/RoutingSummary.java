package panamoe.trainer.learner.training;

/**
 * The routing of one layer over all tasks.
 *
 * @param maxOverMean the busiest expert's share of all choices, relative to 1 / E: from 1 to E
 * @param dropped the share of the wanted choices that capacity dropped, 0 to 1
 * @param specialisation how well the expert predicts the task: 0 not at all, 1 completely
 */
public record RoutingSummary(double maxOverMean, double dropped, double specialisation) {

    /** @throws IllegalArgumentException if a value is out of its range */
    void requireInRange(String what, int experts) {
        RoutingChecks.requireBetweenZeroAnd(experts, what + ": load max / mean", maxOverMean);
        RoutingChecks.requireBetweenZeroAnd(1, what + ": dropped share", dropped);
        RoutingChecks.requireBetweenZeroAnd(1, what + ": specialisation", specialisation);
    }
}
