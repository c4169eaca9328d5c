package panamoe.trainer.tasks;

import java.util.Arrays;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * The examples and the number of batches of one task in a training run. A run has one stage or several; the share of a task may
 * differ between stages.
 *
 * @param task the task's slot in the model
 * @param stream the name of the task's random stream: the task's name
 * @param examples indices of the training examples that may be drawn; not empty
 * @param stages batches of this task in each stage, each at least 0
 */
public record Exposure(int task, String stream, int[] examples, ImmutableIntList stages) {

    /** @throws IllegalArgumentException if there is no example, no stage, or a negative number of batches */
    public Exposure {
        if (examples.length == 0 || stages.isEmpty() || stages.min() < 0) {
            throw new IllegalArgumentException(
                    "exposure of task %s to %d examples in %s steps: expected at least one, in 0 or more"
                            .formatted(stream, examples.length, stages));
        }
    }

    /** An exposure in a single stage. */
    public Exposure(int task, String stream, int[] examples, int steps) {
        this(task, stream, examples, IntLists.immutable.with(steps));
    }

    /** Batches of this task in all stages. */
    public int steps() {
        return (int) stages.sum();
    }

    /**
     * Raises the steps of low-resource tasks so that each gets at least a share of all steps. Without such a floor a task of few
     * examples hardly trains in a mixture.
     *
     * @param wishes steps per task before the floor
     * @param lowResource whether the task has few examples
     * @param share the least share of the steps, in 0..1; the shares of all low-resource tasks must sum to less than 1
     * @return steps per task
     * @throws IllegalArgumentException if the share is negative or the shares sum to 1 or more
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
        do { // raising one task raises the total, and so the steps that another task needs
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
