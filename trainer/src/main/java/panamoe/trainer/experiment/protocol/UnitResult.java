package panamoe.trainer.experiment.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Check;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.training.Diverged;
import panamoe.trainer.learner.training.LearningCurve;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingTrend;
import panamoe.trainer.tasks.Confusion;

/**
 * The result of a finished unit, stored as one line of {@code runs.jsonl}. A unit in which a model diverged is finished and has no scores.
 *
 * @param scores scores of the measured tasks
 * @param curves curves of the training losses
 * @param routing routing maps of the trained model; empty for a dense model
 * @param trends the routing in the course of training
 * @param seconds wall-clock time of the unit
 * @param diverged the step at which a loss or logit was not finite, such as "diverged at step 3 of cola: loss NaN"; null if all were
 * @param vectorBits the width of the vector registers; 0 for plain loops; null if an older version did the unit
 */
public record UnitResult(
        UnitKey key,
        List<Score> scores,
        List<LearningCurve> curves,
        List<RoutingMap> routing,
        List<RoutingTrend> trends,
        double seconds,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String diverged,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer vectorBits) {

    /** The beginning of {@link #diverged}. */
    public static final String DIVERGED = "diverged ";

    /**
     * The score of a task at the end of the unit, or at the end of one of several short runs in it.
     *
     * @param condition distinguishes several scores of one task: parts joined by slashes; empty for the only score
     * @param value value of the task's main metric
     * @param others values of the task's other metrics, by name
     * @param answers confusion matrix of the predictions; null for a regression task, and if it was not stored
     */
    public record Score(
            String task,
            String condition,
            double value,
            Map<String, Double> others,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Confusion answers) {

        /**
         * @throws IllegalArgumentException if a value is not finite
         * @throws NullPointerException if a part is missing, as in a changed file
         */
        public Score {
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(condition, "condition");
            requireFinite(task, value);
            others.forEach((metric, other) -> requireFinite(task + "/" + metric, other));
        }

        private static void requireFinite(String of, double value) {
            Check.that(Double.isFinite(value), () -> of + "=" + value + ": expected a finite number");
        }

        /** The one score of a task. */
        public static Score of(String task, double value, Map<String, Double> others) {
            return new Score(task, "", value, others, null);
        }

        /** One of several scores of a task. It has only the main metric. */
        public static Score under(String condition, String task, double value) {
            return new Score(task, condition, value, Map.of(), null);
        }

        /** This score with its confusion matrix. */
        public Score with(Confusion counted) {
            return new Score(task, condition, value, others, counted);
        }

        private boolean isOf(String name) {
            return task.equals(name) && condition.isEmpty();
        }
    }

    /** @throws IllegalArgumentException if {@code diverged} does not begin with {@value #DIVERGED}, or a diverged unit has scores */
    public UnitResult {
        Objects.requireNonNull(key, "key");
        Check.that(
                diverged == null || diverged.startsWith(DIVERGED) && scores.isEmpty(),
                key + ", \"" + diverged + "\", with " + scores.size() + " scores: expected \"" + DIVERGED
                        + "...\" without scores");
        scores = List.copyOf(scores);
        curves = List.copyOf(curves);
        routing = List.copyOf(routing);
        trends = List.copyOf(trends);
    }

    /** A result without its time, which {@link #took} sets when the unit is finished. */
    public static UnitResult of(
            UnitKey key,
            List<Score> scores,
            List<LearningCurve> curves,
            List<RoutingMap> routing,
            List<RoutingTrend> trends) {
        return new UnitResult(key, scores, curves, routing, trends, 0, null, null);
    }

    /** The result of a unit in which a model diverged, with the losses up to that step. */
    public static UnitResult diverged(UnitKey key, Diverged where) {
        return new UnitResult(key, List.of(), where.curves(), List.of(), List.of(), 0, where.getMessage(), null);
    }

    /** The result of a unit that could not begin because the model of {@code base} diverged. */
    public static UnitResult withoutModel(UnitKey key, UnitResult base) {
        return new UnitResult(
                key,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                base.diverged + ", in its " + base.key.protocol(),
                null);
    }

    /** Joins the results of several models of one unit. */
    public static UnitResult joined(UnitKey key, List<UnitResult> models) {
        return of(
                key,
                models.stream().flatMap(model -> model.scores.stream()).toList(),
                models.stream().flatMap(model -> model.curves.stream()).toList(),
                models.stream().flatMap(model -> model.routing.stream()).toList(),
                models.stream().flatMap(model -> model.trends.stream()).toList());
    }

    /** This result with the time that the unit took, in seconds. */
    public UnitResult took(double duration) {
        return new UnitResult(key, scores, curves, routing, trends, duration, diverged, vectorBits);
    }

    /** With the width of the vector registers that it was computed with. */
    public UnitResult on(int bits) {
        return new UnitResult(key, scores, curves, routing, trends, seconds, diverged, bits);
    }

    /** True if the unit measured the task. */
    public boolean measured(String task) {
        return scores.stream().anyMatch(score -> score.isOf(task));
    }

    /** The main metric of a task. @throws UserError if the result lacks it */
    public double score(String task) {
        return find(task).value();
    }

    /** Another metric of a task. @throws UserError if the result lacks it */
    public double score(String task, String metric) {
        Double value = find(task).others().get(metric);
        if (value == null) {
            throw lacks(metric + " of task " + task);
        }
        return value;
    }

    /** The confusion matrix of a task, if it was stored. */
    public Optional<Confusion> answers(String task) {
        return scores.stream().filter(score -> score.isOf(task)).findFirst().map(Score::answers);
    }

    private Score find(String task) {
        return scores.stream()
                .filter(score -> score.isOf(task))
                .findFirst()
                .orElseThrow(() -> lacks("score of task " + task));
    }

    private UserError lacks(String what) {
        return new UserError("the kept result of " + key + " has no " + what
                + ": expected one; remove its row, and the unit is done again");
    }
}
