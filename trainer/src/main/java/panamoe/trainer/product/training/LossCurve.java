package panamoe.trainer.product.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The training loss of one task.
 *
 * @param task its name
 * @param points the mean losses over equal parts of the steps, in order; without parts that had no batch of the task
 */
public record LossCurve(String task, List<Point> points) {

    /** The largest number of points. */
    public static final int PARTS = 100;

    /**
     * A mean loss.
     *
     * @param step the last step of the part, counted from 1
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

    /** The last step of a part, counted from 1. */
    private static int end(int part, int parts, int steps) {
        return (int) Math.ceilDiv((part + 1L) * steps, (long) parts);
    }
}
