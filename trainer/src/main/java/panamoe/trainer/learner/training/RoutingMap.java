package panamoe.trainer.learner.training;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import panamoe.moe.RoutingStats;

/**
 * The load of the experts by task, in one layer of one trained model. A token that goes to k experts counts as k choices.
 *
 * @param label the label of the run of the model
 * @param layer the encoder layer, from 0
 * @param tasks the names of the T tasks
 * @param load {@code [T][E]}: the share of the choices of the task that the expert got; each row sums to 1
 * @param entropy {@code [T]}: the entropy of each row, in nats: 0 if one expert serves the task, ln E if all experts serve it
 *     equally
 * @param summary the routing over all tasks
 * @param coActivation {@code [E][E]}: the share of the tokens of the row expert that also go to the column expert; 1 on the
 *     diagonal, or 0 for an expert without tokens
 */
public record RoutingMap(
        @JsonUnwrapped RunLabel label,
        int layer,
        List<String> tasks,
        List<List<Double>> load,
        List<Double> entropy,
        @JsonUnwrapped RoutingSummary summary,
        List<List<Double>> coActivation) {

    /** @throws IllegalArgumentException if sizes or ranges are not as described; a task without tokens must be left out */
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
        summary.requireInRange(what, experts);
        if (coActivation.size() != experts || coActivation.stream().anyMatch(row -> row.size() != experts)) {
            throw new IllegalArgumentException(
                    what + ": co-activation " + coActivation + ": expected " + experts + " rows of " + experts);
        }
        coActivation.forEach(
                row -> row.forEach(share -> RoutingChecks.requireBetweenZeroAnd(1, what + ": co-activation", share)));
    }

    /**
     * Creates a map from the statistics of a layer. Tasks without tokens are left out.
     *
     * @param label the label of the run
     * @param tasks the slots of the tasks
     * @param names the name of the task in a slot
     */
    public static RoutingMap of(RunLabel label, int layer, RoutingStats stats, int[] tasks, IntFunction<String> names) {
        int[] served = IntStream.of(tasks)
                .filter(task -> DoubleStream.of(stats.load(task)).sum() > 0)
                .toArray();
        return new RoutingMap(
                label,
                layer,
                IntStream.of(served).mapToObj(names).toList(),
                IntStream.of(served)
                        .mapToObj(task ->
                                DoubleStream.of(stats.load(task)).boxed().toList())
                        .toList(),
                IntStream.of(served).mapToObj(stats::entropy).toList(),
                new RoutingSummary(stats.maxOverMean(), stats.dropped(), stats.specialisation()),
                IntStream.range(0, stats.experts())
                        .mapToObj(expert -> coActivation(stats, expert))
                        .toList());
    }

    /**
     * Creates a map for each sparse layer.
     *
     * @param layers the encoder layers
     * @param stats the statistics of these layers, in the same order
     */
    public static List<RoutingMap> of(
            RunLabel label, List<Integer> layers, List<RoutingStats> stats, int[] tasks, IntFunction<String> names) {
        return IntStream.range(0, stats.size())
                .mapToObj(i -> of(label, layers.get(i), stats.get(i), tasks, names))
                .toList();
    }

    private static List<Double> coActivation(RoutingStats stats, int expert) {
        return IntStream.range(0, stats.experts())
                .mapToObj(other -> stats.coActivation(expert, other))
                .toList();
    }

    /**
     * The overlap of two loads: 1 minus their total variation distance. It is 1 for equal loads and 0 for loads without a common
     * expert.
     */
    public static double overlap(List<Double> a, List<Double> b) {
        return IntStream.range(0, a.size())
                .mapToDouble(e -> Math.min(a.get(e), b.get(e)))
                .sum();
    }

    /** The unweighted mean of loads; empty if there are none. */
    public static double[] mean(List<List<Double>> loads) {
        double[] mean = new double[loads.isEmpty() ? 0 : loads.getFirst().size()];
        for (List<Double> load : loads) {
            for (int e = 0; e < mean.length; e++) {
                mean[e] += load.get(e) / loads.size();
            }
        }
        return mean;
    }

    /** The number of experts, E. */
    public int expertCount() {
        return coActivation.size();
    }
}
