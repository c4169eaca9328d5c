package panamoe.trainer.tasks;

import java.util.Arrays;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * How much a training run sees of one task. A run has one stage, or several in which the shares of the tasks differ.
 *
 * @param task the task's slot in the model
 * @param stream tells its random numbers from those of other tasks: the task's name
 * @param examples indices of the training examples that may be drawn; not empty
 * @param stages batches of this task in each stage, each at least 0
 */
public record Exposure(int task, String stream, int[] examples, ImmutableIntList stages) {

    /** @throws IllegalArgumentException if there is nothing to draw, no stage, or a negative number of batches */
    public Exposure {
        if (examples.length == 0 || stages.isEmpty() || stages.min() < 0) {
            throw new IllegalArgumentException(
                    "exposure of task %s to %d examples in %s steps: expected at least one, in 0 or more"
                            .formatted(stream, examples.length, stages));
        }
    }

    /** In one stage. */
    public Exposure(int task, String stream, int[] examples, int steps) {
        this(task, stream, examples, IntLists.immutable.with(steps));
    }

    /** Batches of this task in all stages. */
    public int steps() {
        return (int) stages.sum();
    }

    /**
     * Steps per task such that each low-resource task gets at least a share of all of them. Without such a floor a task of few
     * examples hardly trains in a mixture.
     *
     * @param wishes steps per task; raised where they are too few
     * @param lowResource whether the task has few examples
     * @param share of the steps, in 0..1; all low-resource tasks together must stay below 1
     */
    public static int[] withFloor(int[] wishes, boolean[] lowResource, double share) {
        int[] steps = wishes.clone();
        int tasks = 0;
        for (boolean low : lowResource) {
            tasks += low ? 1 : 0;
        }
        if (share < 0 || share * tasks >= 1) {
            throw new IllegalArgumentException("a share of " + share + " of the steps for each of " + tasks
                    + " tasks: expected less than 1 in all");
        }
        int total;
        do { // raising one task's steps raises the total, which may put another below its share
            total = Arrays.stream(steps).sum();
            for (int t = 0; t < steps.length; t++) {
                if (lowResource[t]) {
                    steps[t] = Math.max(steps[t], (int) Math.ceil(share * total));
                }
            }
        } while (Arrays.stream(steps).sum() > total);
        return steps;
    }
}
