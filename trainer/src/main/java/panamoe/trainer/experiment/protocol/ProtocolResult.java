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
 * One protocol's results. Made by {@link #of(List, Map, TrainingCourse)}.
 *
 * @param methods results by method, in the order of {@link Method#inOrder}
 * @param comparisons differences of the scores of each pair of methods, paired by seed, under keys such as {@code "task-gate-moe -
 *     dense-mtl"}
 * @param learningCurves curves of the losses that a report draws
 * @param routing routing maps of the trained sparse models
 * @param trends the routing in the course of training
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

    /** Compares every pair of scored methods: the later method in {@link Method#inOrder} minus the earlier one. */
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

    /** This result, cast to a type of details. @throws IllegalArgumentException if the details of a method have another type */
    @SuppressWarnings("unchecked")
    public <E extends Details> ProtocolResult<E> of(Class<E> type) {
        scored().forEach((method, details) -> Check.that(
                type.isInstance(details),
                () -> "details of " + method + " are " + details.getClass().getSimpleName() + ": expected "
                        + type.getSimpleName()));
        return (ProtocolResult<E>) this;
    }

    /** The details of the scored methods, in the order of {@link Method#inOrder}. */
    public Map<String, D> scored() {
        Map<String, D> details = new LinkedHashMap<>();
        methods.forEach((method, outcome) -> {
            if (outcome instanceof MethodResult.Scored<D> scored) {
                details.put(method, scored.details());
            }
        });
        return details;
    }

    /** The comparisons of the last scored method, which the claims of the paper are about, with each other method. */
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
