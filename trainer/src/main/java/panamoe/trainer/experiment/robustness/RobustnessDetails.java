package panamoe.trainer.experiment.robustness;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Statistics;

/**
 * Protocol (iii): what adding unrelated tasks does to the tasks that were there.
 *
 * @param sequential only the new tasks are trained, after the old ones and without replay; null if this was not run
 * @param joint old and new tasks are trained together, the new tasks' steps on top; null if this was not run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RobustnessDetails(
        @Nullable Form sequential, @Nullable Form joint) implements Details {

    /** @throws IllegalArgumentException if neither form is there */
    public RobustnessDetails {
        if (sequential == null && joint == null) {
            throw new IllegalArgumentException("robustness without a form: expected sequential, joint or both");
        }
    }

    /**
     * One form of adding tasks. Use {@link #of}.
     *
     * @param oldTasks the tasks that were there before
     * @param newTasks the unrelated tasks that were added
     * @param meanChange mean over the old tasks of after - before, within each seed
     * @param worstChange the worst old task's after - before, within each seed
     */
    public record Form(List<OldTask> oldTasks, List<NewTask> newTasks, Estimate meanChange, Estimate worstChange) {

        public Form {
            oldTasks = List.copyOf(oldTasks);
            newTasks = List.copyOf(newTasks);
        }

        /** Computes the changes' mean and worst. */
        public static Form of(List<Long> seeds, List<OldTask> oldTasks, List<NewTask> newTasks) {
            List<Estimate> changes = oldTasks.stream().map(OldTask::change).toList();
            return new Form(oldTasks, newTasks, Statistics.meanOf(seeds, changes), Statistics.minOf(seeds, changes));
        }
    }

    /** An old task's metric before and after the new tasks came, and after - before. */
    public record OldTask(String task, String metric, Estimate before, Estimate after, Estimate change) {

        /** Computes the change by seed. */
        public static OldTask of(List<Long> seeds, String task, String metric, Estimate before, Estimate after) {
            return new OldTask(task, metric, before, after, Statistics.paired(seeds, after, before));
        }
    }

    /** How well an added task was itself learnt. */
    public record NewTask(String task, String metric, Estimate score) {}

    /** The protocol's score: the mean change of the old tasks in the sequential form, in the joint one if that alone was run. */
    public Estimate score() {
        return (sequential != null ? sequential : joint).meanChange();
    }
}
