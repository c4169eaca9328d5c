package panamoe.trainer.experiment.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import panamoe.trainer.common.Ordered;
import panamoe.trainer.experiment.statistics.Comparisons;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.learner.MethodNames;
import panamoe.trainer.learner.training.LearningCurve;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingTrend;

/**
 * One protocol's results. Use {@link #of}.
 *
 * @param methods by name, see {@link MethodNames}
 * @param comparisons {@code "task-gate-moe - dense-mtl"} and every other pair: paired differences of the scores
 * @param learningCurves of any of the runs that the page shall draw
 * @param routing of the methods that route, once trained
 * @param trends how that routing developed in training
 */
public record ProtocolResult<D extends Details>(
        Map<String, MethodResult<D>> methods,
        Map<String, Estimate> comparisons,
        List<LearningCurve> learningCurves,
        List<RoutingMap> routing,
        List<RoutingTrend> trends) {

    public ProtocolResult {
        methods = MethodNames.inOrder(methods);
        comparisons = Ordered.copy(comparisons);
        learningCurves = List.copyOf(learningCurves);
        routing = List.copyOf(routing);
        trends = List.copyOf(trends);
    }

    /** Compares every pair of scored methods, the one later in {@link MethodNames#ALL} minus the earlier. */
    public static <D extends Details> ProtocolResult<D> of(
            List<Long> seeds,
            Map<String, MethodResult<D>> methods,
            List<LearningCurve> learningCurves,
            List<RoutingMap> routing,
            List<RoutingTrend> trends) {
        Map<String, Estimate> scores = new LinkedHashMap<>();
        for (String method : MethodNames.ALL.reversed()) {
            if (methods.get(method) instanceof MethodResult.Scored<D> scored) {
                scores.put(method, scored.score());
            }
        }
        return new ProtocolResult<>(methods, Comparisons.ofPairs(seeds, scores), learningCurves, routing, trends);
    }

    /** The comparisons of the last method that is scored, the one with the claims, with each other one. */
    public Map<String, Estimate> mainComparisons() {
        return comparisons(this::isMain);
    }

    /** The comparisons between the other methods. */
    public Map<String, Estimate> otherComparisons() {
        return comparisons(pair -> !isMain(pair));
    }

    private Map<String, Estimate> comparisons(Predicate<String> shown) {
        Map<String, Estimate> some = new LinkedHashMap<>();
        comparisons.forEach((pair, difference) -> {
            if (shown.test(pair)) {
                some.put(pair, difference);
            }
        });
        return some;
    }

    private boolean isMain(String pair) {
        return MethodNames.ALL.reversed().stream()
                .filter(method -> methods.get(method) instanceof MethodResult.Scored)
                .findFirst()
                .filter(last -> Comparisons.isOf(last, pair))
                .isPresent();
    }
}
