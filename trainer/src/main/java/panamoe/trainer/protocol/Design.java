package panamoe.trainer.protocol;

import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.Rng;
import panamoe.trainer.data.Exposure;
import panamoe.trainer.data.Split;
import panamoe.trainer.data.Subset;
import panamoe.trainer.data.Suite;
import panamoe.trainer.data.TaskSlots;
import panamoe.trainer.data.UnseenTarget;

/**
 * What is trained on what, and for how long: follows from the settings, the suite and a seed, never from the method.
 *
 * @param settings of the run
 * @param suite its tasks
 * @param slots the suite's tasks and after them its unrelated ones, cut as the settings say
 */
public record Design(RunSettings settings, Suite suite, TaskSlots slots) {

    private enum Purpose {
        MODEL,
        CURRICULUM,
        DROPOUT,
        CUT,
        SHOTS
    }

    /** A design for a suite. */
    public static Design of(RunSettings settings, Suite suite) {
        return new Design(
                settings,
                suite,
                TaskSlots.of(
                        suite, settings.examples().train(), settings.examples().evaluation()));
    }

    /** Draws the first values of a model. */
    Rng modelRng(long seed) {
        return rng(seed, Purpose.MODEL);
    }

    /** Draws what is trained on when. */
    Rng curriculumRng(long seed) {
        return rng(seed, Purpose.CURRICULUM);
    }

    /** Draws dropout. */
    Rng dropoutRng(long seed) {
        return rng(seed, Purpose.DROPOUT);
    }

    private static Rng rng(long seed, Purpose purpose) {
        return new Rng(seed).derive(purpose.ordinal());
    }

    /** The slots of the suite's tasks. */
    int[] suiteTasks() {
        return IntStream.range(0, suite.tasks().size()).toArray();
    }

    /** The slots of the tasks that base models are trained with. */
    int[] seenTasks() {
        ImmutableList<String> unseen = suite.unseenTargets().collect(UnseenTarget::target);
        return IntStream.of(suiteTasks())
                .filter(task -> !unseen.contains(slots.name(task)))
                .toArray();
    }

    /** The slots of the unrelated tasks. */
    int[] unrelatedTasks() {
        return IntStream.range(suite.tasks().size(), slots.count()).toArray();
    }

    /** All of a task's training examples for some steps. */
    private Exposure whole(int task, int steps) {
        int[] all = IntStream.range(0, slots.get(task).train().size()).toArray();
        return new Exposure(task, slots.name(task), all, steps);
    }

    /** The mixture in which every low-resource target is cut to {@code size} examples. */
    ImmutableList<Exposure> lowResourceMixture(int size, long seed) {
        RunSettings.LowResource low = settings.lowResource();
        int[] tasks = suiteTasks();
        int[] wishes = new int[tasks.length];
        boolean[] target = new boolean[tasks.length];
        for (int task : tasks) {
            target[task] = suite.lowResourceTargets().contains(slots.name(task));
            wishes[task] = target[task] ? low.targetSteps() : low.otherSteps();
        }
        int[] steps = Exposure.withFloor(wishes, target, low.leastShare());
        MutableList<Exposure> mixture = Lists.mutable.empty();
        for (int task : tasks) {
            mixture.add(target[task] ? cut(task, size, steps[task], seed) : whole(task, steps[task]));
        }
        return mixture.toImmutable();
    }

    private Exposure cut(int task, int size, int steps, long seed) {
        Rng rng = rng(seed, Purpose.CUT).derive(slots.name(task).hashCode());
        int[] examples = Subset.random(slots.get(task).train().size(), size, rng);
        return new Exposure(task, slots.name(task), examples, steps);
    }

    /** The mixture of the base models. */
    ImmutableList<Exposure> baseMixture() {
        return jointMixture().take(seenTasks().length);
    }

    /** The mixture of the base models with the unrelated tasks' steps on top. */
    ImmutableList<Exposure> jointMixture() {
        RunSettings.Base base = settings.base();
        int[] tasks = IntStream.concat(IntStream.of(seenTasks()), IntStream.of(unrelatedTasks()))
                .toArray();
        int[] wishes = new int[tasks.length];
        boolean[] low = new boolean[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            boolean related = tasks[i] < suite.tasks().size();
            wishes[i] = related ? base.stepsPerTask() : settings.robustness().stepsPerTask();
            low[i] = related && slots.get(tasks[i]).train().size() < base.lowResourceRows();
        }
        int[] steps = Exposure.withFloor(wishes, low, base.leastShare());
        MutableList<Exposure> mixture = Lists.mutable.empty();
        for (int i = 0; i < tasks.length; i++) {
            mixture.add(whole(tasks[i], steps[i]));
        }
        return mixture.toImmutable();
    }

    /** The unrelated tasks alone. */
    ImmutableList<Exposure> unrelatedMixture() {
        return jointMixture().drop(seenTasks().length);
    }

    /** One draw of a target's shots: indices of its training examples. */
    int[] shots(int task, int shots, int draw, long seed) {
        Rng rng = rng(seed, Purpose.SHOTS).derive(slots.name(task).hashCode()).derive(draw);
        return Subset.balanced(slots.get(task).train(), slots.get(task).task().classes(), shots, rng);
    }

    /** The name of a task's main metric. */
    String metric(String task) {
        return slots.get(slots.of(task)).task().metric().label();
    }

    /** The split that metrics are taken on. */
    Split split() {
        return settings.split();
    }
}
