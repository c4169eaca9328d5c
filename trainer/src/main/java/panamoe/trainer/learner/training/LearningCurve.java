package panamoe.trainer.learner.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Losses of one task over one training run.
 *
 * @param run which run of the protocol, in words: "mixture, size 128", "base model", ...
 * @param points steps increasing
 */
public record LearningCurve(String method, String task, String run, long seed, List<Point> points) {

    /**
     * Losses at a step. Use {@link #of}.
     *
     * @param step steps of the whole run done so far
     * @param trainLoss of the task's latest batches; null when there was none
     * @param devLoss on the task's dev split; null when it was not evaluated here
     * @param reason why a loss that was computed is null; null when none is
     */
    public record Point(
            int step,
            @Nullable Double trainLoss,
            @Nullable Double devLoss,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String reason) {

        /** A loss that is not finite becomes null, with the reason. */
        public static Point of(int step, @Nullable Double trainLoss, @Nullable Double devLoss) {
            String reason = null;
            if (trainLoss != null && !Double.isFinite(trainLoss)) {
                reason = "train loss was " + trainLoss;
                trainLoss = null;
            }
            if (devLoss != null && !Double.isFinite(devLoss)) {
                reason = (reason == null ? "" : reason + "; ") + "dev loss was " + devLoss;
                devLoss = null;
            }
            return new Point(step, trainLoss, devLoss, reason);
        }
    }

    public LearningCurve {
        points = List.copyOf(points);
    }
}
