package panamoe.trainer.learner.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The losses of one task in one training run.
 *
 * @param run the run of the protocol in words, such as "mixture, size 128" or "base model"
 * @param points the points, in the order of their steps
 */
public record LearningCurve(String method, String task, String run, long seed, List<Point> points) {

    /**
     * The losses at a step. Use {@link #of} to create a point.
     *
     * @param step the number of finished steps of the run
     * @param trainLoss the mean loss of the latest batches of the task; null if there was none or it is not finite
     * @param devLoss the loss on the dev split of the task; null if it was not evaluated or is not finite
     * @param reason why a computed loss is null; null if no computed loss is
     */
    public record Point(
            int step,
            @Nullable Double trainLoss,
            @Nullable Double devLoss,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String reason) {

        /** Creates a point. A loss that is not finite becomes null, with the reason. */
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
