package panamoe.trainer.learner.training;

import java.util.List;

/**
 * Which experts each task's tokens use in one layer of one trained model. A token that goes to k experts counts as k choices.
 *
 * @param run which model, in words, such as "base model"
 * @param layer the encoder layer, from 0
 * @param tasks the rows; T of them
 * @param load {@code [T][E]}: the share of the task's choices that the expert got; each row sums to 1
 * @param entropy {@code [T]}: of each row, in nats: 0 when one expert serves the task, ln E when all serve it alike
 * @param maxOverMean the busiest expert's share of all choices, relative to 1 / E: from 1 to E
 * @param dropped the share of the wanted choices that capacity dropped, 0 to 1
 * @param specialisation how far the expert tells the task: 0 not at all, 1 entirely
 * @param coActivation {@code [E][E]}: the share of the row expert's tokens that the column expert got too; on the diagonal 1, or
 *     0 for an expert without tokens
 */
public record RoutingMap(
        String method,
        String run,
        long seed,
        int layer,
        List<String> tasks,
        List<List<Double>> load,
        List<Double> entropy,
        double maxOverMean,
        double dropped,
        double specialisation,
        List<List<Double>> coActivation) {

    /** @throws IllegalArgumentException if sizes or ranges are not as described; leave out a task without tokens */
    public RoutingMap {
        tasks = List.copyOf(tasks);
        load = load.stream().map(List::copyOf).toList();
        entropy = List.copyOf(entropy);
        coActivation = coActivation.stream().map(List::copyOf).toList();
        String what = "routing of layer " + layer;
        if (tasks.isEmpty() || tasks.size() != load.size() || tasks.size() != entropy.size()) {
            throw new IllegalArgumentException(
                    what + ": " + load.size() + " loads and " + entropy.size() + " entropies for the tasks " + tasks);
        }
        int experts = load.getFirst().size();
        for (int t = 0; t < tasks.size(); t++) {
            String ofTask = what + ", task " + tasks.get(t);
            RoutingChecks.requireLoad(ofTask, load.get(t), experts);
            RoutingChecks.requireBetweenZeroAnd(Math.log(experts), ofTask + ": entropy", entropy.get(t));
        }
        RoutingChecks.requireBetweenZeroAnd(experts, what + ": load max / mean", maxOverMean);
        RoutingChecks.requireBetweenZeroAnd(1, what + ": dropped share", dropped);
        RoutingChecks.requireBetweenZeroAnd(1, what + ": specialisation", specialisation);
        if (coActivation.size() != experts || coActivation.stream().anyMatch(row -> row.size() != experts)) {
            throw new IllegalArgumentException(
                    what + ": co-activation " + coActivation + ": expected " + experts + " rows of " + experts);
        }
        coActivation.forEach(
                row -> row.forEach(share -> RoutingChecks.requireBetweenZeroAnd(1, what + ": co-activation", share)));
    }

    /** The number of experts, E. */
    public int expertCount() {
        return coActivation.size();
    }
}
