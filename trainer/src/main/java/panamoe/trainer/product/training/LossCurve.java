package panamoe.trainer.product.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The loss of one task in training.
 *
 * @param task its name
 * @param points the mean over an equal part of the steps each, in order; a part without a batch of the task has none
 */
public record LossCurve(String task, List<Point> points) {

    /** The most points of a curve. */
    public static final int PARTS = 100;

    /**
     * A mean loss.
     *
     * @param step the last one of the part
     */
    public record Point(int step, double loss) {}

    /** Copies the points. */
    public LossCurve {
        points = List.copyOf(points);
    }

    /**
     * The curve of a task.
     *
     * @param losses of all tasks, in the order of their steps
     * @param steps of the whole training
     */
    static LossCurve of(String task, List<TrainingRecords.Loss> losses, int steps) {
        int parts = Math.min(PARTS, steps);
        double[] sums = new double[parts];
        int[] counts = new int[parts];
        for (TrainingRecords.Loss loss : losses) {
            if (loss.task().equals(task)) {
                int part = (int) ((loss.step() - 1L) * parts / steps);
                sums[part] += loss.loss();
                counts[part]++;
            }
        }
        List<Point> points = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            if (counts[part] > 0) {
                points.add(new Point(end(part, parts, steps), sums[part] / counts[part]));
            }
        }
        return new LossCurve(task, points);
    }

    /** The last step of a part: that before the first one of the next part. */
    private static int end(int part, int parts, int steps) {
        return (int) Math.ceilDiv((part + 1L) * steps, (long) parts);
    }
}
