package panamoe.trainer.experiment.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import panamoe.tensor.Check;
import panamoe.trainer.common.Ordered;
import panamoe.trainer.experiment.statistics.Comparisons;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.LearningCurve;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingTrend;

/**
 * One protocol's results. Use {@link #of}.
 *
 * @param methods by name, in the order of {@link Method#inOrder}
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
        methods = Method.byName(methods);
        comparisons = Ordered.copy(comparisons);
        learningCurves = List.copyOf(learningCurves);
        routing = List.copyOf(routing);
        trends = List.copyOf(trends);
    }

    /** Compares every pair of scored methods, the later one in {@link Method#inOrder} minus the earlier. */
    public static <D extends Details> ProtocolResult<D> of(
            List<Long> seeds, Map<String, MethodResult<D>> methods, TrainingCourse course) {
        Map<String, Estimate> scores = new LinkedHashMap<>();
        for (String method : Method.inOrder(methods.keySet()).reversed()) {
            if (methods.get(method) instanceof MethodResult.Scored<D> scored) {
                scores.put(method, scored.score());
            }
        }
        return new ProtocolResult<>(
                methods,
                Comparisons.ofPairs(seeds, scores),
                course.learningCurves(),
                course.routing(),
                course.trends());
    }

    /** This result as that of a protocol with such details. @throws IllegalArgumentException if a method has others */
    @SuppressWarnings("unchecked")
    public <E extends Details> ProtocolResult<E> of(Class<E> type) {
        scored().forEach((method, details) -> Check.that(
                type.isInstance(details),
                () -> "details of " + method + " are " + details.getClass().getSimpleName() + ": expected "
                        + type.getSimpleName()));
        return (ProtocolResult<E>) this;
    }

    /** The details of the methods that have a score, in the order of methods. */
    public Map<String, D> scored() {
        Map<String, D> details = new LinkedHashMap<>();
        methods.forEach((method, outcome) -> {
            if (outcome instanceof MethodResult.Scored<D> scored) {
                details.put(method, scored.details());
            }
        });
        return details;
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
        return Method.inOrder(methods.keySet()).reversed().stream()
                .filter(method -> methods.get(method) instanceof MethodResult.Scored)
                .findFirst()
                .filter(last -> Comparisons.isOf(last, pair))
                .isPresent();
    }
}
