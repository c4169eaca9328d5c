package panamoe.trainer.learner.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.moe.MoeLayer;
import panamoe.moe.Routing;
import panamoe.moe.RoutingHistory;
import panamoe.moe.RoutingStats;
import panamoe.tensor.Check;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.tasks.TaskSlots;

/**
 * Records the routing of each sparse layer over a run: one point per part of the run, with the same parts as {@link LossHistory}.
 */
public final class RoutingRecorder {

    private final int tasks;
    private final int plannedSteps;
    private final ProcessGroup group;
    private final MutableIntSet ends = IntSets.mutable.empty();
    private final MutableList<Layer> layers = Lists.mutable.empty();
    private int steps;

    /** One sparse layer: the points of finished parts, and the statistics of the current part. */
    private static final class Layer {

        private final RoutingHistory history = new RoutingHistory();
        private RoutingStats part;

        Layer(int tasks, int experts) {
            part = new RoutingStats(tasks, experts);
        }

        void endPart(int step, ProcessGroup group) {
            part.sum(group);
            history.add(step, part);
            part = new RoutingStats(part.tasks(), part.experts());
        }

        /** The tasks with tokens in any part. */
        int[] served() {
            return IntStream.range(0, part.tasks())
                    .filter(task -> history.entries().anySatisfy(entry -> isSeen(entry.load()[task])))
                    .toArray();
        }
    }

    /** The counts that one step adds to the statistics of a layer. */
    private record Counts(Tensor served, Tensor wanted) {

        static Counts of(Context ctx, Routing routing) {
            Tensor served = RoutingStats.count(ctx, routing);
            boolean allServed = routing.wanted() == routing.experts();
            return new Counts(served, allServed ? served : RoutingStats.countWanted(ctx, routing));
        }
    }

    /**
     * A recorder of one run.
     *
     * @param tasks number of slots
     * @param plannedSteps the number of steps of the run
     * @param points the number of parts, one point each; at most one per step
     * @throws IllegalArgumentException if there are no tasks or points, or the number of steps is negative
     */
    public RoutingRecorder(int tasks, int plannedSteps, int points) {
        this(tasks, plannedSteps, points, ProcessGroup.single());
    }

    /** A recorder of a run of several processes. */
    RoutingRecorder(int tasks, int plannedSteps, int points, ProcessGroup group) {
        Check.that(
                tasks >= 1 && plannedSteps >= 0 && points >= 1,
                () -> "routing of " + tasks + " tasks in " + plannedSteps + " steps at " + points
                        + " points: expected at least 1 task, 0 steps and 1 point");
        this.tasks = tasks;
        this.plannedSteps = plannedSteps;
        this.group = group;
        for (int part = 1; part <= points; part++) {
            ends.add((int) ((long) plannedSteps * part / points));
        }
    }

    /**
     * Adds the routing of a step. It reads from the backend and waits for it, so call it once per step, after the other work of the
     * step.
     *
     * @param ctx the context of the step
     * @param sparse the outputs of the sparse layers, lowest first; empty in a dense model
     * @throws IllegalArgumentException if all planned steps were added already
     */
    public void observe(Context ctx, List<MoeLayer.Output> sparse) {
        Check.that(steps < plannedSteps, () -> "routing of step " + (steps + 1) + " in a run of " + plannedSteps);
        steps++;
        // launches all kernels before the first read, which waits for them
        List<Counts> counts =
                sparse.stream().map(output -> Counts.of(ctx, output.routing())).toList();
        for (int i = 0; i < counts.size(); i++) {
            if (layers.size() == i) {
                layers.add(new Layer(tasks, sparse.get(i).routing().expertCount()));
            }
            layers.get(i).part.add(ctx, counts.get(i).served(), counts.get(i).wanted());
        }
        if (ends.contains(steps)) {
            layers.forEach(layer -> layer.endPart(steps, group));
        }
    }

    /**
     * One trend per sparse layer, lowest first; empty for a dense model. A task without tokens in the whole run is left out.
     *
     * @param label the label of the run
     * @param layerNumber maps the index of a sparse layer, from 0, to its encoder layer
     * @param slots the names of the tasks
     */
    public List<RoutingTrend> trends(RunLabel label, IntUnaryOperator layerNumber, TaskSlots slots) {
        Check.that(slots.count() == tasks, () -> "routing of " + tasks + " tasks with the names of " + slots.count());
        return IntStream.range(0, layers.size())
                .mapToObj(i -> trend(layers.get(i), label, layerNumber.applyAsInt(i), slots))
                .toList();
    }

    private static RoutingTrend trend(Layer layer, RunLabel label, int number, TaskSlots slots) {
        int[] served = layer.served();
        return new RoutingTrend(
                label,
                number,
                IntStream.of(served).mapToObj(slots::name).toList(),
                layer.history.entries().collect(entry -> point(entry, served)).castToList());
    }

    private static RoutingTrend.Point point(RoutingHistory.Entry entry, int[] served) {
        List<List<Double>> load = new ArrayList<>();
        List<@Nullable Double> entropy = new ArrayList<>();
        for (int task : served) {
            double[] shares = entry.load()[task];
            boolean seen = isSeen(shares);
            load.add(seen ? DoubleStream.of(shares).boxed().toList() : List.of());
            entropy.add(seen ? entry.entropy()[task] : null);
        }
        return new RoutingTrend.Point(
                entry.step(),
                load,
                entropy,
                new RoutingSummary(entry.maxOverMean(), entry.dropped(), entry.specialisation()));
    }

    /** True if a task has tokens: then its load sums to 1, else it is 0. */
    private static boolean isSeen(double[] load) {
        return DoubleStream.of(load).sum() > 0;
    }
}
