package panamoe.trainer.experiment.base;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.Mixing;

/**
 * The steps of each seen task and of each unrelated task. The steps of the unrelated tasks are in addition to those of the seen tasks.
 *
 * @param all the seen tasks, then the unrelated ones
 * @param seenTasks the number of seen tasks
 */
public record JointMixture(ImmutableList<Exposure> all, int seenTasks) {

    /**
     * The mixture of a design.
     *
     * @throws IllegalArgumentException if the least shares of small tasks leave no steps for the others
     */
    public static JointMixture of(Design design) {
        BaseSettings base = design.settings().section(BaseSettings.class);
        int[] seen = design.seenTasks();
        int[] unrelated = design.unrelatedTasks();
        int[] tasks =
                IntStream.concat(IntStream.of(seen), IntStream.of(unrelated)).toArray();
        int stepsPerUnrelatedTask =
                design.settings().section(AddsUnrelatedTasks.class).stepsPerTask();
        int[][] stages = Stream.concat(
                        Arrays.stream(mixed(design, seen, base.stepsPerTask())),
                        Arrays.stream(mixed(design, unrelated, stepsPerUnrelatedTask)))
                .toArray(int[][]::new);
        boolean[] low = new boolean[tasks.length];
        for (int i = 0; i < seen.length; i++) {
            low[i] = design.slots().get(seen[i]).train().size() < base.lowResourceRows();
        }
        int[][] steps = Mixing.withFloor(stages, low, base.leastShare());
        MutableList<Exposure> mixture = Lists.mutable.empty();
        for (int i = 0; i < tasks.length; i++) {
            mixture.add(design.exposure(tasks[i], design.allExamples(tasks[i]), steps[i]));
        }
        return new JointMixture(mixture.toImmutable(), seen.length);
    }

    /** Steps by task and stage: on average {@code stepsPerTask} for each task, divided as the mixing says. */
    private static int[][] mixed(Design design, int[] tasks, int stepsPerTask) {
        int[] wishes = new int[tasks.length];
        Arrays.fill(wishes, stepsPerTask);
        int[] sizes = IntStream.of(tasks)
                .map(task -> design.slots().get(task).train().size())
                .toArray();
        return design.settings().mixing().stages(wishes, sizes);
    }

    /** The exposures of the seen tasks: the mixture of the base models. */
    public ImmutableList<Exposure> seen() {
        return all.take(seenTasks);
    }

    /** The exposures of the unrelated tasks. */
    public ImmutableList<Exposure> unrelated() {
        return all.drop(seenTasks);
    }
}
