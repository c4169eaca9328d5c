package panamoe.trainer.experiment.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.Rng;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.TrainingSettings;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.Mixing;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Subset;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.TaskSlots;
import panamoe.trainer.tasks.UnseenTarget;

/**
 * What is trained on what, and for how long: follows from the settings, the suite and a seed. The method says only how many tasks
 * share a batch.
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

    /**
     * A design for a suite.
     *
     * @throws UserError if the suite lacks a low-resource target of the settings, or if the least shares of its small tasks leave no
     *     steps for the others
     */
    public static Design of(RunSettings settings, Suite suite) {
        requireTasks(settings.lowResource().targets(), suite);
        Design design = new Design(
                settings,
                suite,
                TaskSlots.of(
                        suite, settings.examples().train(), settings.examples().evaluation()));
        try {
            design.lowResourceMixture(
                    settings.lowResource().sizes().getFirst(), settings.seeds().getFirst());
            design.jointMixture();
        } catch (IllegalArgumentException e) {
            throw new UserError("least-share on " + suite.name() + ": " + e.getMessage());
        }
        return design;
    }

    private static void requireTasks(List<String> targets, Suite suite) {
        ImmutableList<String> tasks = suite.tasks().collect(data -> data.task().name());
        for (String target : targets) {
            if (!tasks.contains(target)) {
                throw new UserError("low-resource.targets: \"" + target + "\" is no task of " + suite.name()
                        + " that is learnt with others: expected some of " + tasks.makeString());
            }
        }
    }

    /** Draws the first values of a model. */
    Rng modelRng(long seed) {
        return rng(seed, Purpose.MODEL);
    }

    /** Draws what is trained on when. */
    public Rng curriculumRng(long seed) {
        return rng(seed, Purpose.CURRICULUM);
    }

    /** Draws dropout. */
    public Rng dropoutRng(long seed) {
        return rng(seed, Purpose.DROPOUT);
    }

    private static Rng rng(long seed, Purpose purpose) {
        return new Rng(seed).derive(purpose.ordinal());
    }

    /** The slots of the suite's tasks. */
    public int[] suiteTasks() {
        return IntStream.range(0, suite.tasks().size()).toArray();
    }

    /** The slots of the tasks that base models are trained with. */
    public int[] seenTasks() {
        ImmutableList<String> unseen = suite.unseenTargets().collect(UnseenTarget::target);
        return IntStream.of(suiteTasks())
                .filter(task -> !unseen.contains(slots.name(task)))
                .toArray();
    }

    /** The tasks that low-resource transfer cuts: those that the settings name, or else the suite. */
    public ImmutableList<String> lowResourceTargets() {
        return settings.lowResource().targets().isEmpty()
                ? suite.lowResourceTargets()
                : Lists.immutable.withAll(settings.lowResource().targets());
    }

    /** The slots of the unrelated tasks. */
    public int[] unrelatedTasks() {
        return IntStream.range(suite.tasks().size(), slots.count()).toArray();
    }

    /** The order in which a method's model sees a mixture; for a single-task method a model has a part of it. */
    public Curriculum curriculum(ImmutableList<Exposure> mixture, Method method, long seed) {
        TrainingSettings training = settings.training();
        Curriculum alone = Curriculum.of(mixture, training.batchSize(), curriculumRng(seed));
        return method == Method.SINGLE_TASK ? alone : alone.mixed(training.tasksPerBatch(method.weighting()));
    }

    private Exposure exposure(int task, int[] examples, int[] stages) {
        return new Exposure(task, slots.name(task), examples, IntLists.immutable.with(stages));
    }

    /** Numbers of training examples. */
    private int[] sizes(int[] tasks) {
        return IntStream.of(tasks).map(task -> slots.get(task).train().size()).toArray();
    }

    /** The mixture in which every low-resource target is cut to {@code size} examples. */
    public ImmutableList<Exposure> lowResourceMixture(int size, long seed) {
        RunSettings.LowResource low = settings.lowResource();
        int[] tasks = suiteTasks();
        int[] wishes = new int[tasks.length];
        boolean[] target = new boolean[tasks.length];
        int[][] examples = new int[tasks.length][];
        for (int task : tasks) {
            target[task] = lowResourceTargets().contains(slots.name(task));
            wishes[task] = target[task] ? low.targetSteps() : low.otherSteps();
            examples[task] = target[task] ? cut(task, size, seed) : all(task);
        }
        int[] sizes = Arrays.stream(examples).mapToInt(array -> array.length).toArray();
        int[][] stages = withFloor(settings.mixing().stages(wishes, sizes), target, low.leastShare());
        MutableList<Exposure> mixture = Lists.mutable.empty();
        for (int task : tasks) {
            mixture.add(exposure(task, examples[task], stages[task]));
        }
        return mixture.toImmutable();
    }

    private int[] all(int task) {
        return IntStream.range(0, slots.get(task).train().size()).toArray();
    }

    private int[] cut(int task, int size, long seed) {
        Rng rng = rng(seed, Purpose.CUT).derive(slots.name(task).hashCode());
        return Subset.random(slots.get(task).train().size(), size, rng);
    }

    /** {@link Exposure#withFloor} of the stages' sums, the steps that it adds being spread over the stages. */
    private static int[][] withFloor(int[][] stages, boolean[] low, double share) {
        int[] totals = Arrays.stream(stages)
                .mapToInt(ofTask -> IntStream.of(ofTask).sum())
                .toArray();
        int[] steps = Exposure.withFloor(totals, low, share);
        int[][] raised = new int[stages.length][];
        for (int i = 0; i < steps.length; i++) {
            raised[i] = Mixing.raised(stages[i], steps[i]);
        }
        return raised;
    }

    /** The mixture of the base models. */
    public ImmutableList<Exposure> baseMixture() {
        return jointMixture().take(seenTasks().length);
    }

    /** The mixture of the base models with the unrelated tasks' steps on top. */
    public ImmutableList<Exposure> jointMixture() {
        RunSettings.Base base = settings.base();
        int[] seen = seenTasks();
        int[] unrelated = unrelatedTasks();
        int[] tasks =
                IntStream.concat(IntStream.of(seen), IntStream.of(unrelated)).toArray();
        int[][] stages = Stream.concat(
                        Arrays.stream(mixed(seen, base.stepsPerTask())),
                        Arrays.stream(mixed(unrelated, settings.robustness().stepsPerTask())))
                .toArray(int[][]::new);
        boolean[] low = new boolean[tasks.length];
        for (int i = 0; i < seen.length; i++) {
            low[i] = slots.get(seen[i]).train().size() < base.lowResourceRows();
        }
        int[][] steps = withFloor(stages, low, base.leastShare());
        MutableList<Exposure> mixture = Lists.mutable.empty();
        for (int i = 0; i < tasks.length; i++) {
            mixture.add(exposure(tasks[i], all(tasks[i]), steps[i]));
        }
        return mixture.toImmutable();
    }

    /** So many steps for each of these tasks, divided among them as the mixing says. */
    private int[][] mixed(int[] tasks, int stepsPerTask) {
        int[] wishes = new int[tasks.length];
        Arrays.fill(wishes, stepsPerTask);
        return settings.mixing().stages(wishes, sizes(tasks));
    }

    /** The unrelated tasks alone. */
    public ImmutableList<Exposure> unrelatedMixture() {
        return jointMixture().drop(seenTasks().length);
    }

    /** One draw of a target's shots: indices of its training examples. */
    public int[] shots(int task, int shots, int draw, long seed) {
        Rng rng = rng(seed, Purpose.SHOTS).derive(slots.name(task).hashCode()).derive(draw);
        return Subset.balanced(slots.get(task).train(), slots.get(task).task().classes(), shots, rng);
    }

    /** The name of a task's main metric. */
    public String metric(String task) {
        return slots.get(slots.of(task)).task().metric().label();
    }

    /** The split that metrics are taken on. */
    public Split split() {
        return settings.split();
    }
}
