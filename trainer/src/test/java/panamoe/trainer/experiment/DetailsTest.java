package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import panamoe.trainer.experiment.lowresource.LowResourceDetails;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.MethodResult.NotApplicable;
import panamoe.trainer.experiment.protocol.MethodResult.Scored;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.robustness.RobustnessDetails;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Statistics;
import panamoe.trainer.experiment.unseen.GateStart;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingTrend;

/** The scores that the protocols' details add up to, by hand. */
class DetailsTest {

    private static final List<Long> SEEDS = List.of(3L, 4L);
    private static final double ROUNDING = 1e-12;

    @Test
    void theLowResourceScoreIsTheMeanOverTargetsAndSizes() {
        LowResourceDetails details = new LowResourceDetails(List.of(
                new LowResourceDetails.Cell("topic", "accuracy", 32, of(0.2, 0.4)),
                new LowResourceDetails.Cell("topic", "accuracy", 128, of(0.6, 0.8))));
        assertThat(details.score(SEEDS).perSeed().getFirst()).isCloseTo(0.4, within(ROUNDING));
        assertThat(details.score(SEEDS).perSeed().getLast()).isCloseTo(0.6, within(ROUNDING));
    }

    @Test
    void theUnseenTaskScoreIsTheMeanAreaOfTheScoredStart() {
        UnseenTaskDetails details = UnseenTaskDetails.of(
                SEEDS,
                GateStart.RELATED,
                List.of(target("a"), target("b")),
                List.of(
                        // The order of shots in the input does not matter.
                        cell("a", GateStart.RELATED, 64, 0.8),
                        cell("a", GateStart.RELATED, 16, 0.4),
                        cell("b", GateStart.RELATED, 16, 0.2),
                        cell("b", GateStart.RELATED, 64, 0.4),
                        cell("a", GateStart.FRESH, 16, 0.3),
                        cell("a", GateStart.FRESH, 64, 0.3),
                        cell("b", GateStart.FRESH, 16, 0.1),
                        cell("b", GateStart.FRESH, 64, 0.1)));
        assertThat(details.score().mean()).isCloseTo((0.6 + 0.3) / 2, within(ROUNDING));
        assertThat(details.starts().keySet()).containsExactly("related", "fresh");
        assertThat(details.startComparisons().keySet()).containsExactly("related - fresh");
        assertThat(details.startComparisons().get("related - fresh").mean()).isCloseTo(0.25, within(ROUNDING));
    }

    @Test
    void aGateStartMustHaveEveryTarget() {
        assertThatThrownBy(() -> UnseenTaskDetails.of(
                        SEEDS,
                        GateStart.NONE,
                        List.of(target("a"), target("b")),
                        List.of(cell("a", GateStart.NONE, 16, 0.5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 of 2 targets");
    }

    @Test
    void theRobustnessScoreIsTheMeanChangeOfTheSequentialForm() {
        RobustnessDetails.Form sequential = RobustnessDetails.Form.of(
                SEEDS,
                List.of(
                        RobustnessDetails.OldTask.of(SEEDS, "a", "accuracy", of(0.9, 0.8), of(0.7, 0.8)),
                        RobustnessDetails.OldTask.of(SEEDS, "b", "accuracy", of(0.5, 0.5), of(0.5, 0.4))),
                List.of());
        RobustnessDetails.Form joint = RobustnessDetails.Form.of(
                SEEDS,
                List.of(RobustnessDetails.OldTask.of(SEEDS, "a", "accuracy", of(0.5, 0.5), of(0.6, 0.6))),
                List.of());
        RobustnessDetails details = new RobustnessDetails(sequential, joint);
        assertThat(details.score().perSeed().getFirst()).isCloseTo(-0.1, within(ROUNDING));
        assertThat(details.score().perSeed().getLast()).isCloseTo(-0.05, within(ROUNDING));
        assertThat(sequential.worstChange().perSeed().getFirst()).isCloseTo(-0.2, within(ROUNDING));
        assertThat(joint.meanChange().mean()).isCloseTo(0.1, within(ROUNDING));
    }

    @Test
    void everyPairOfScoredMethodsIsComparedInTheOrderOfTheMethods() {
        Map<String, MethodResult<LowResourceDetails>> methods = new LinkedHashMap<>();
        methods.put("task-gate-moe", scored(0.9, 0.7));
        methods.put("single-task", new NotApplicable<>("why"));
        methods.put("dense-mtl", scored(0.6, 0.6));
        ProtocolResult<LowResourceDetails> result = ProtocolResult.of(SEEDS, methods, List.of(), List.of(), List.of());
        assertThat(result.methods().keySet()).containsExactly("single-task", "dense-mtl", "task-gate-moe");
        assertThat(result.comparisons().keySet()).containsExactly("task-gate-moe - dense-mtl");
        Estimate difference = result.comparisons().get("task-gate-moe - dense-mtl");
        assertThat(difference.mean()).isCloseTo(0.2, within(ROUNDING));
        assertThatThrownBy(
                        () -> ProtocolResult.of(SEEDS, Map.of("dense", scored(0, 0)), List.of(), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown method dense");
    }

    private static TaskSummary.Scores scores(double first, double second) {
        return new TaskSummary.Scores(of(first, second), Map.of());
    }

    /** A baseline of .5 whose standard error is .025: the marks change at .55 and .45. */
    @Test
    void aTaskIsMarkedByTwoStandardErrorsOfTheBaseline() {
        TaskSummary task = TaskSummary.of(
                "task",
                "family",
                "accuracy",
                2,
                1000,
                400,
                0.5,
                0.025,
                "base model",
                Map.of(
                        "single-task", scores(0.551, 0.551),
                        "dense-mtl", scores(0.549, 0.549),
                        "shared-gate-moe", scores(0.449, 0.449),
                        "task-gate-moe", scores(Double.NaN, Double.NaN)));
        assertThat(task.methods().values().stream().map(TaskSummary.Score::mark))
                .containsExactly(
                        TaskSummary.Mark.ABOVE, TaskSummary.Mark.AT, TaskSummary.Mark.BELOW, TaskSummary.Mark.UNKNOWN);
    }

    /** Routing of one task to two experts, half of it to each. */
    private static RoutingMap routing(List<Double> load, double entropy, double maxOverMean, double dropped) {
        List<List<Double>> apart = List.of(List.of(1.0, 0.0), List.of(0.0, 1.0));
        return new RoutingMap(
                "task-gate-moe",
                "base",
                1,
                0,
                List.of("a"),
                List.of(load),
                List.of(entropy),
                maxOverMean,
                dropped,
                0,
                apart);
    }

    @Test
    void routingStatisticsMustBeWithinTheirRanges() {
        List<Double> halves = List.of(0.5, 0.5);
        assertThat(routing(halves, Math.log(2), 1, 0).expertCount()).isEqualTo(2);
        assertThatThrownBy(() -> routing(List.of(0.5, 0.4), 0.6, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("routing of layer 0, task a: [0.5, 0.4]: expected one share for each of 2 experts that sum"
                        + " to 1");
        assertThatThrownBy(() -> routing(halves, 0.8, 1, 0)).hasMessageContaining("task a: entropy 0.8");
        assertThatThrownBy(() -> routing(halves, 0.6, 2.1, 0)).hasMessageContaining("max / mean 2.1: expected 0 to 2");
        assertThatThrownBy(() -> routing(halves, 0.6, 1, Double.NaN)).hasMessageContaining("dropped share NaN");
        assertThatThrownBy(() -> new RoutingMap(
                        "m", "base", 1, 0, List.of("a"), List.of(halves), List.of(0.6), 1, 0, 0, List.of(halves)))
                .hasMessageContaining("expected 2 rows of 2");
    }

    private static RoutingTrend.Point point(int step, List<List<Double>> load, Double... entropy) {
        return new RoutingTrend.Point(step, load, Arrays.asList(entropy), 1, 0, 0);
    }

    @Test
    void aTrendHasALoadPerTaskAndIncreasingSteps() {
        RoutingTrend.Point first = point(5, List.of(List.of(), List.of(0.5, 0.5)), null, Math.log(2));
        RoutingTrend.Point second = point(6, List.of(List.of(1.0, 0.0), List.of()), 0.0, null);
        List<String> tasks = List.of("a", "b");
        RoutingTrend trend = new RoutingTrend("m", "base", 1, 0, tasks, List.of(first, second));
        assertThat(trend.points().getFirst().expertCount()).isEqualTo(2);
        assertThatThrownBy(() -> new RoutingTrend("m", "base", 1, 0, tasks, List.of(second, first)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("routing at step 5 after step 6: expected increasing steps");
        assertThatThrownBy(() -> new RoutingTrend("m", "base", 1, 0, List.of("a"), List.of(first)))
                .hasMessageContaining("2 loads for the tasks [a]");
        assertThatThrownBy(() -> point(5, List.of(List.of()), 0.0))
                .hasMessageContaining("expected both, or an empty load and null");
        assertThatThrownBy(() -> point(5, List.of(List.of(0.5, 0.4)), 0.6)).hasMessageContaining("sum to 1");
    }

    private static Estimate of(double first, double second) {
        return Statistics.estimate(SEEDS, first, second);
    }

    private static Scored<LowResourceDetails> scored(double first, double second) {
        LowResourceDetails details = new LowResourceDetails(
                List.of(new LowResourceDetails.Cell("topic", "accuracy", 32, of(first, second))));
        return new Scored<>(details.score(SEEDS), details);
    }

    private static UnseenTaskDetails.Target target(String name) {
        return new UnseenTaskDetails.Target(name, "accuracy", null, null);
    }

    private static UnseenTaskDetails.Cell cell(String target, GateStart start, int shots, double score) {
        return new UnseenTaskDetails.Cell(target, start, shots, of(score, score));
    }
}
