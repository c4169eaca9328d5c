package panamoe.trainer.experiment.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
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
 * What a finished unit measured; one line of {@code runs.jsonl}. A unit in which a model diverged is finished too, and has no scores.
 *
 * @param scores of tasks
 * @param curves of the losses in training
 * @param routing of the trained model; empty for a dense one
 * @param trends how that routing developed in training
 * @param seconds the unit took
 * @param diverged where a model became a number that is not finite, such as "diverged at step 3 of cola: loss NaN"; null if none did
 */
public record UnitResult(
        UnitKey key,
        List<Score> scores,
        List<LearningCurve> curves,
        List<RoutingMap> routing,
        List<RoutingTrend> trends,
        double seconds,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String diverged) {

    /** The beginning of {@link #diverged}. */
    public static final String DIVERGED = "diverged ";

    /**
     * A task's score at the end of the unit, or of one of several short runs on the task.
     *
     * @param condition tells several scores of one task apart, parts joined by slashes; empty where there is one
     * @param value in the task's main metric
     * @param others by the names of its other metrics
     * @param answers how often each label was answered where each was right; null if they were not kept, and in a task of scores
     */
    public record Score(
            String task,
            String condition,
            double value,
            Map<String, Double> others,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Confusion answers) {

        /** @throws IllegalArgumentException if a value is not finite */
        public Score {
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

        /** One of several scores of a task, in its main metric. */
        public static Score under(String condition, String task, double value) {
            return new Score(task, condition, value, Map.of(), null);
        }

        /** With the answers that it was taken on. */
        public Score with(Confusion counted) {
            return new Score(task, condition, value, others, counted);
        }

        private boolean isOf(String name) {
            return task.equals(name) && condition.isEmpty();
        }
    }

    /** @throws IllegalArgumentException if a unit that diverged has scores, or the text does not begin as it should */
    public UnitResult {
        Check.that(
                diverged == null || diverged.startsWith(DIVERGED) && scores.isEmpty(),
                key + ", \"" + diverged + "\", with " + scores.size() + " scores: expected \"" + DIVERGED
                        + "...\" without scores");
        scores = List.copyOf(scores);
        curves = List.copyOf(curves);
        routing = List.copyOf(routing);
        trends = List.copyOf(trends);
    }

    /** A result whose time is set when the unit is done. */
    public static UnitResult of(
            UnitKey key,
            List<Score> scores,
            List<LearningCurve> curves,
            List<RoutingMap> routing,
            List<RoutingTrend> trends) {
        return new UnitResult(key, scores, curves, routing, trends, 0, null);
    }

    /** A unit in which a model diverged, with the losses up to there. */
    public static UnitResult diverged(UnitKey key, Diverged where) {
        return new UnitResult(key, List.of(), where.curves(), List.of(), List.of(), 0, where.getMessage());
    }

    /** A unit that had to begin with the model of one that diverged. */
    public static UnitResult withoutModel(UnitKey key, UnitResult base) {
        return new UnitResult(
                key, List.of(), List.of(), List.of(), List.of(), 0, base.diverged + ", in its " + base.key.protocol());
    }

    /** What several models of one unit measured. */
    public static UnitResult joined(UnitKey key, List<UnitResult> models) {
        return of(
                key,
                models.stream().flatMap(model -> model.scores.stream()).toList(),
                models.stream().flatMap(model -> model.curves.stream()).toList(),
                models.stream().flatMap(model -> model.routing.stream()).toList(),
                models.stream().flatMap(model -> model.trends.stream()).toList());
    }

    /** With the time that it took. */
    public UnitResult took(double duration) {
        return new UnitResult(key, scores, curves, routing, trends, duration, diverged);
    }

    /** True if the unit measured the task. */
    public boolean measured(String task) {
        return scores.stream().anyMatch(score -> score.isOf(task));
    }

    /** A task in its main metric. @throws UserError if the unit did not measure it */
    public double score(String task) {
        return find(task).value();
    }

    /** A task in another of its metrics. @throws UserError if the unit did not measure it */
    public double score(String task, String metric) {
        Double value = find(task).others().get(metric);
        if (value == null) {
            throw lacks(metric + " of task " + task);
        }
        return value;
    }

    /** The answers that a task's score was taken on, if they were kept. */
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
                + ": expected one; take its row out, and the unit is done again");
    }
}
