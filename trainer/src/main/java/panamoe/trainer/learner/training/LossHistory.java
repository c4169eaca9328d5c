package panamoe.trainer.learner.training;

import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.IntDoubleMap;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import panamoe.trainer.tasks.TaskSlots;

/** The task losses of a run, step by step. */
public final class LossHistory {

    private final MutableList<IntDoubleMap> steps = Lists.mutable.empty();

    /** Adds the losses of a step: one per task of its batch. */
    void add(IntDoubleMap losses) {
        steps.add(losses);
    }

    /** The number of steps. */
    public int steps() {
        return steps.size();
    }

    /** The slots of the tasks that occurred in a batch, ascending. */
    public int[] tasks() {
        MutableIntSet tasks = IntSets.mutable.empty();
        steps.forEach(losses -> tasks.addAll(losses.keySet()));
        return tasks.toSortedArray();
    }

    /**
     * A curve per trained task. The run is divided into equal parts, and each point is the mean loss of the batches of the task in
     * one part.
     *
     * @param label the label of the run
     * @param parts the number of parts; a part without a batch of the task has no point
     */
    public List<LearningCurve> curves(RunLabel label, TaskSlots slots, int parts) {
        MutableList<LearningCurve> curves = Lists.mutable.empty();
        for (int task = 0; task < slots.count(); task++) {
            List<LearningCurve.Point> points = points(task, parts);
            if (!points.isEmpty()) {
                curves.add(new LearningCurve(label.method(), slots.name(task), label.run(), label.seed(), points));
            }
        }
        return curves;
    }

    private List<LearningCurve.Point> points(int task, int parts) {
        MutableList<LearningCurve.Point> points = Lists.mutable.empty();
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) steps.size() * part / parts);
            int to = (int) ((long) steps.size() * (part + 1) / parts);
            MutableList<IntDoubleMap> own =
                    Lists.mutable.ofAll(steps.subList(from, to)).select(losses -> losses.containsKey(task));
            if (!own.isEmpty()) {
                points.add(LearningCurve.Point.of(to, own.sumOfDouble(losses -> losses.get(task)) / own.size(), null));
            }
        }
        return points;
    }
}
