package panamoe.trainer.train;

import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import panamoe.trainer.data.TaskSlots;
import panamoe.trainer.report.LearningCurve;

/** The task losses of a run, step by step. */
public final class LossHistory {

    private record Entry(int task, double loss) {}

    private final MutableList<Entry> entries = Lists.mutable.empty();

    void add(int task, double loss) {
        entries.add(new Entry(task, loss));
    }

    /**
     * A curve per task that was trained: the run is cut into equal parts, and each point is the mean loss of the task's batches
     * in one part.
     *
     * @param run the run in words, for the report
     * @param parts number of points at most; a part without a batch of the task has none
     */
    public List<LearningCurve> curves(String method, String run, long seed, TaskSlots slots, int parts) {
        MutableList<LearningCurve> curves = Lists.mutable.empty();
        for (int task = 0; task < slots.count(); task++) {
            List<LearningCurve.Point> points = points(task, parts);
            if (!points.isEmpty()) {
                curves.add(new LearningCurve(method, slots.name(task), run, seed, points));
            }
        }
        return curves;
    }

    private List<LearningCurve.Point> points(int task, int parts) {
        MutableList<LearningCurve.Point> points = Lists.mutable.empty();
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) entries.size() * part / parts);
            int to = (int) ((long) entries.size() * (part + 1) / parts);
            MutableList<Entry> own =
                    Lists.mutable.ofAll(entries.subList(from, to)).select(entry -> entry.task() == task);
            if (!own.isEmpty()) {
                points.add(LearningCurve.Point.of(to, own.sumOfDouble(Entry::loss) / own.size(), null));
            }
        }
        return points;
    }
}
