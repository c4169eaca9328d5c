package panamoe.trainer.product.training;

import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.Rng;
import panamoe.trainer.common.Plural;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.TaskSlots;

/** Makes the curriculum of a training: the examples of each step. */
final class Mixture {

    private Mixture() {}

    /**
     * The curriculum of a training.
     *
     * @throws UserError if a task gets no step, or there are more than {@link SettingsCheck#MOST_STEPS} steps
     */
    static Curriculum curriculum(TrainSettings settings, TaskSlots slots, Rng rng) {
        int batchSize = settings.training().batchSize();
        int[] sizes = IntStream.range(0, slots.count())
                .map(task -> slots.get(task).train().size())
                .toArray();
        int[] wishes = new int[sizes.length];
        wishes[0] = settings.steps() > 0 ? settings.steps() : steps(settings.epochs(), sizes, batchSize);
        int[][] stages = settings.mixing().stages(wishes, sizes);
        MutableList<Exposure> mixture = Lists.mutable.empty();
        for (int task = 0; task < sizes.length; task++) {
            if (IntStream.of(stages[task]).sum() == 0) {
                throw new UserError("%s for %d tasks: %s gets none: give more --steps or --epochs, or fewer tasks"
                        .formatted(Plural.of(wishes[0], "step"), sizes.length, slots.name(task)));
            }
            mixture.add(new Exposure(
                    task,
                    slots.name(task),
                    IntStream.range(0, sizes[task]).toArray(),
                    IntLists.immutable.with(stages[task])));
        }
        return Curriculum.of(mixture.toImmutable(), batchSize, rng)
                .mixed(settings.training().tasksPerBatch(settings.method().weighting()));
    }

    private static int steps(double epochs, int[] sizes, int batchSize) {
        long examples = IntStream.of(sizes).asLongStream().sum();
        double steps = Math.ceil(epochs * examples / batchSize);
        if (steps > SettingsCheck.MOST_STEPS) {
            throw new UserError("epochs %s of %d examples in batches of %d: %.0f steps: expected at most %d"
                    .formatted(epochs, examples, batchSize, steps, SettingsCheck.MOST_STEPS));
        }
        return (int) steps;
    }
}
