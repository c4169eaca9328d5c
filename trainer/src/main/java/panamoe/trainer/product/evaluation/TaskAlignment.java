package panamoe.trainer.product.evaluation;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.Nearest;
import panamoe.trainer.common.UserError;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;

/** Converts data to a model's task: to its labels, in its order, and its metrics. */
public final class TaskAlignment {

    private TaskAlignment() {}

    /**
     * The data with the labels and metrics of the model's task. Labels are matched by name.
     *
     * @throws UserError if the data has another kind or range than the model's task, or a label that the model does not know
     */
    public static TaskData align(KeptTask known, TaskData data) {
        Task asked = data.task();
        requireSame("kind", known, known.kind(), KeptTask.Kind.of(asked));
        ScoreRange range = known.task().range();
        ScoreRange askedRange = asked.range();
        if (range != null && askedRange != null) {
            requireSame("range", known, text(range), text(askedRange));
        }
        int[] labels = asked.labels().collectInt(label -> indexOf(known, label)).toArray();
        return new TaskData(
                known.task(),
                relabelled(data.train(), labels),
                relabelled(data.dev(), labels),
                relabelled(data.test(), labels));
    }

    private static void requireSame(String what, KeptTask known, Object ofModel, Object ofData) {
        if (!ofModel.equals(ofData)) {
            throw new UserError("task " + known.name() + ": its " + what + " is " + ofData + " in the data and "
                    + ofModel + " in the model: expected the same");
        }
    }

    private static String text(ScoreRange range) {
        return range.low() + " to " + range.high();
    }

    private static int indexOf(KeptTask known, String label) {
        int index = known.labels().indexOf(label);
        if (index < 0) {
            throw new UserError("task " + known.name() + ": the data has label \"" + label
                    + "\", which the model does not know: did you mean \"" + Nearest.of(label, known.labels()) + "\"?");
        }
        return index;
    }

    private static ImmutableList<Example> relabelled(ImmutableList<Example> examples, int[] labels) {
        return labels.length == 0
                ? examples
                : examples.collect(example -> new Example(example.text(), example.pair(), labels[example.label()]));
    }
}
