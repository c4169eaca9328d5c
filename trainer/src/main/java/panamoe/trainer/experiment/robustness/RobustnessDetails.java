package panamoe.trainer.experiment.robustness;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Statistics;

/**
 * Protocol (iii): the change of the old tasks' scores when unrelated tasks are added.
 *
 * @param sequential the new tasks are trained after the old ones, without replay; null if this form was not run
 * @param joint old and new tasks are trained together, with additional steps for the new tasks; null if this form was not run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RobustnessDetails(
        @Nullable Form sequential, @Nullable Form joint) implements Details {

    /** @throws IllegalArgumentException if both forms are null */
    public RobustnessDetails {
        if (sequential == null && joint == null) {
            throw new IllegalArgumentException("robustness without a form: expected sequential, joint or both");
        }
    }

    /**
     * The result of one form of adding tasks. Made by {@link #of}.
     *
     * @param oldTasks the seen tasks of the base model
     * @param newTasks the added unrelated tasks
     * @param meanChange mean of after - before over the old tasks, computed within each seed
     * @param worstChange the least after - before of the old tasks, computed within each seed
     */
    public record Form(List<OldTask> oldTasks, List<NewTask> newTasks, Estimate meanChange, Estimate worstChange) {

        public Form {
            oldTasks = List.copyOf(oldTasks);
            newTasks = List.copyOf(newTasks);
        }

        /** Computes the mean and the least change. */
        public static Form of(List<Long> seeds, List<OldTask> oldTasks, List<NewTask> newTasks) {
            List<Estimate> changes = oldTasks.stream().map(OldTask::change).toList();
            return new Form(oldTasks, newTasks, Statistics.meanOf(seeds, changes), Statistics.minOf(seeds, changes));
        }
    }

    /** The score of an old task before and after the new tasks were added, and the change: after - before. */
    public record OldTask(String task, String metric, Estimate before, Estimate after, Estimate change) {

        /** Computes the change, paired by seed. */
        public static OldTask of(List<Long> seeds, String task, String metric, Estimate before, Estimate after) {
            return new OldTask(task, metric, before, after, Statistics.paired(seeds, after, before));
        }
    }

    /** The score of an added task. */
    public record NewTask(String task, String metric, Estimate score) {}

    /** The protocol's score: the mean change of the old tasks in the sequential form; in the joint form if only that was run. */
    public Estimate score() {
        Form form = sequential != null ? sequential : joint;
        return Objects.requireNonNull(form, "the constructor refuses a result without a form")
                .meanChange();
    }
}
