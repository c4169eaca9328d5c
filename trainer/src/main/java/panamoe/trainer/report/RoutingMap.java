package panamoe.trainer.report;

import java.util.List;

/**
 * Which experts each task's tokens use in one layer of one trained model.
 *
 * @param run which model, in words, such as "base model"
 * @param layer the encoder layer, from 0
 * @param tasks the rows
 * @param load {@code [tasks, experts]}: the share of the task's tokens at the expert; each row sums to 1
 */
public record RoutingMap(String method, String run, long seed, int layer, List<String> tasks, List<List<Double>> load) {

    private static final double TOLERANCE = 1e-3; // shares come from float counts and may have been rounded

    public RoutingMap {
        tasks = List.copyOf(tasks);
        load = load.stream().map(List::copyOf).toList();
        if (tasks.isEmpty() || tasks.size() != load.size()) {
            throw new IllegalArgumentException(
                    "routing of layer " + layer + ": " + load.size() + " rows for the tasks " + tasks);
        }
        for (int t = 0; t < load.size(); t++) {
            double sum = load.get(t).stream().mapToDouble(Double::doubleValue).sum();
            if (!(Math.abs(sum - 1) <= TOLERANCE)
                    || load.get(t).size() != load.getFirst().size()) {
                throw new IllegalArgumentException(
                        "routing of layer " + layer + ", task " + tasks.get(t) + ": " + load.get(t)
                                + ": expected one share per expert that sum to 1 (leave out a task without tokens)");
            }
        }
    }
}
