package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.primitive.IntDoubleMaps;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.moe.Capacity;
import panamoe.moe.Dispatch;
import panamoe.moe.Experts;
import panamoe.moe.MoeLayer;
import panamoe.moe.Routing;
import panamoe.moe.Rows;
import panamoe.moe.Selection;
import panamoe.moe.SharedGate;
import panamoe.moe.TopK;
import panamoe.moe.Weighting;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.tasks.TaskSlots;

/** Statistics of routing, computed by hand from the counts. */
class RoutingRecorderTest {

    private static final int EXPERTS = 4;
    private static final TaskSlots SLOTS = TaskSlots.of(new TinyWorld.TinySuite(), 40, 20);
    private static final RunLabel RUN = new RunLabel("task-gate-moe", "base model", 3);
    private static final Selection TOP_1 = new TopK(1, Weighting.UNIT);

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = new Workspace(backend);

    /**
     * The rows of a step.
     *
     * @param task the task of each row, ascending; -1 for padding rows at the end
     * @param expert the expert with the highest score for each row
     */
    private record Step(int[] task, int... expert) {}

    private Rows rows(int[] task) {
        int[] offsets = new int[SLOTS.count() + 1];
        Arrays.stream(task).filter(t -> t >= 0).forEach(t -> offsets[t + 1]++);
        Arrays.parallelPrefix(offsets, Integer::sum);
        double real = offsets[SLOTS.count()];
        return new Rows(
                Tensor.ofInts(backend, Shape.of(task.length), task),
                Tensor.ofInts(backend, Shape.of(offsets.length), offsets),
                Tensor.of(
                        backend,
                        Shape.of(1, task.length),
                        Arrays.stream(task)
                                .mapToDouble(t -> t < 0 ? 0 : 1 / real)
                                .toArray()));
    }

    private MoeLayer.Output route(Context ctx, Selection selection, Step step) {
        double[] logits = new double[step.task().length * EXPERTS];
        for (int row = 0; row < step.expert().length; row++) {
            logits[row * EXPERTS + step.expert()[row]] = 5;
        }
        Var scores = ctx.constant(Tensor.of(backend, Shape.of(step.task().length, EXPERTS), logits));
        Routing routing = selection.route(ctx, scores, scores, rows(step.task()));
        return new MoeLayer.Output(scores, routing, Dispatch.of(ctx, routing));
    }

    private RoutingRecorder recorded(int points, Selection selection, Step... steps) {
        RoutingRecorder recorder = new RoutingRecorder(SLOTS.count(), steps.length, points);
        for (Step step : steps) {
            Context ctx = Context.inference(backend, workspace);
            recorder.observe(ctx, List.of(route(ctx, selection, step)));
        }
        return recorder;
    }

    private static List<RoutingTrend> trends(RoutingRecorder recorder) {
        return recorder.trends(RUN, layer -> 4 + layer, SLOTS);
    }

    @Test
    void eachPartOfTheRunHasItsOwnCounts() {
        RoutingTrend trend = trends(recorded(
                        2,
                        TOP_1,
                        new Step(new int[] {0, 0, 2, -1}, 0, 1, 2),
                        new Step(new int[] {0, 0, 2, -1}, 0, 0, 2),
                        new Step(new int[] {2, 2, -1, -1}, 3, 3),
                        new Step(new int[] {2, 2, -1, -1}, 3, 1)))
                .getFirst();

        assertThat(trend.label()).isEqualTo(new RunLabel("task-gate-moe", "base model", 3));
        assertThat(trend.layer()).isEqualTo(4);
        // tasks 1 and 3 to 6 have no rows
        assertThat(trend.tasks()).containsExactly("seen-a", "low");
        assertThat(trend.points()).extracting(RoutingTrend.Point::step).containsExactly(2, 4);

        RoutingTrend.Point first = trend.points().getFirst();
        assertThat(first.load()).containsExactly(List.of(0.75, 0.25, 0.0, 0.0), List.of(0.0, 0.0, 1.0, 0.0));
        assertThat(first.entropy().getFirst()).isCloseTo(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), within(1e-12));
        assertThat(first.entropy().getLast()).isZero();
        // 3 of 6 rows go to expert 0
        assertThat(first.summary().maxOverMean()).isCloseTo(2, within(1e-12));
        assertThat(first.summary().specialisation())
                .as("the expert determines the task")
                .isCloseTo(1, within(1e-12));
        assertThat(first.summary().dropped()).isZero();

        RoutingTrend.Point second = trend.points().getLast();
        assertThat(second.load()).containsExactly(List.of(), List.of(0.0, 0.25, 0.0, 0.75));
        assertThat(second.entropy().getFirst()).isNull();
        assertThat(second.summary().maxOverMean()).isCloseTo(3, within(1e-12));
        assertThat(second.summary().specialisation()).as("a single task").isZero();
    }

    @Test
    void droppedRowsAreCounted() {
        // the capacity is one row per expert for 4 rows, padding included: two of the three rows that choose expert 0
        // are dropped
        Selection selection = new Capacity(new TopK(1, Weighting.UNIT), 1, Capacity.Priority.FIRST_COME);
        RoutingTrend.Point point = trends(recorded(1, selection, new Step(new int[] {0, 0, 1, -1}, 0, 0, 0)))
                .getFirst()
                .points()
                .getFirst();

        assertThat(point.summary().dropped()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(point.load()).containsExactly(List.of(1.0, 0.0, 0.0, 0.0));
    }

    /** The points must be at the same steps as those of the loss curves. */
    @Test
    void pointsAreAtTheStepsOfTheLossCurves() {
        for (int steps : new int[] {1, 5, 12, 13, 29}) {
            Step[] run = IntStream.range(0, steps)
                    .mapToObj(step -> new Step(new int[] {0}, step % EXPERTS))
                    .toArray(Step[]::new);
            LossHistory losses = new LossHistory();
            for (int step = 0; step < steps; step++) {
                losses.add(IntDoubleMaps.immutable.with(0, 1));
            }
            List<Integer> expected = new ArrayList<>();
            losses.curves(RUN, SLOTS, 12).getFirst().points().forEach(point -> expected.add(point.step()));

            assertThat(trends(recorded(12, TOP_1, run)).getFirst().points())
                    .extracting(RoutingTrend.Point::step)
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyLayerHasATrendAndADenseModelHasNone() {
        RoutingRecorder two = new RoutingRecorder(SLOTS.count(), 1, 1);
        Context ctx = Context.inference(backend, workspace);
        two.observe(
                ctx,
                List.of(route(ctx, TOP_1, new Step(new int[] {1}, 0)), route(ctx, TOP_1, new Step(new int[] {1}, 3))));
        assertThat(trends(two)).extracting(RoutingTrend::layer).containsExactly(4, 5);
        assertThat(trends(two).getLast().points().getFirst().load()).containsExactly(List.of(0.0, 0.0, 0.0, 1.0));

        RoutingRecorder dense = new RoutingRecorder(SLOTS.count(), 1, 1);
        dense.observe(Context.inference(backend, workspace), List.of());
        assertThat(trends(dense)).isEmpty();
    }

    /** A backward pass frees tensors that the step no longer needs. It must not free the routing. */
    @Test
    void aStepIsObservedAfterItsBackward() {
        int d = 3;
        Parameters parameters = new Parameters();
        MoeLayer layer = new MoeLayer(
                new SharedGate(Scope.of(parameters).child("gate"), d, EXPERTS, 1),
                new TopK(2, Weighting.RENORMALIZED),
                new Experts(Scope.of(parameters).child("experts"), EXPERTS, d, 4, Experts.Start.normal(0.5)));
        parameters.allocate(backend, new Rng(5));
        double[] x = new Rng(6).normals(0, 8 * d, 0, 1);
        Context ctx = Context.training(backend, workspace, parameters, null);
        MoeLayer.Output output = layer.forward(
                ctx, ctx.constant(Tensor.of(backend, Shape.of(8, d), x)), rows(new int[] {0, 0, 0, 1, 1, 1, -1, -1}));
        int[] chosen = backend.readInts(output.routing().experts());
        RoutingRecorder recorder = new RoutingRecorder(SLOTS.count(), 1, 1);

        ctx.backward(output.y().mul(output.y()).mean());
        recorder.observe(ctx, List.of(output));

        List<List<Double>> load =
                trends(recorder).getFirst().points().getFirst().load();
        for (int task = 0; task < 2; task++) {
            for (int expert = 0; expert < EXPERTS; expert++) {
                int e = expert;
                // three rows with two choices each
                long count = Arrays.stream(chosen, 6 * task, 6 * task + 6)
                        .filter(c -> c == e)
                        .count();
                assertThat(load.get(task).get(expert)).isCloseTo(count / 6.0, within(1e-12));
            }
        }
    }

    @Test
    void invalidUseIsRefused() {
        assertThatThrownBy(() -> new RoutingRecorder(0, 4, 12))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("routing of 0 tasks in 4 steps at 12 points");
        RoutingRecorder over = recorded(1, TOP_1, new Step(new int[] {0}, 0));
        assertThatThrownBy(() -> over.observe(Context.inference(backend, workspace), List.of()))
                .hasMessage("routing of step 2 in a run of 1");
        assertThatThrownBy(() -> new RoutingRecorder(2, 4, 12).trends(RUN, layer -> layer, SLOTS))
                .hasMessage("routing of 2 tasks with the names of 7");
    }
}
