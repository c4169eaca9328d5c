package panamoe.trainer.experiment.protocol;

import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.tensor.Rng;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.TrainingSettings;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.TaskSlots;
import panamoe.trainer.tasks.UnseenTarget;

/**
 * The trained tasks, their order and their steps. They depend only on the settings, the suite and a seed. The method decides only how
 * many tasks share a batch.
 *
 * @param settings the settings of the run
 * @param suite the tasks
 * @param slots the suite's tasks followed by its unrelated tasks, cut to the numbers of examples in the settings
 */
public record Design(RunSettings settings, Suite suite, TaskSlots slots) {

    private enum Purpose {
        MODEL,
        CURRICULUM,
        DROPOUT,
        CUT,
        SHOTS,
        GATES
    }

    /** A design for a suite. */
    public static Design of(RunSettings settings, Suite suite) {
        return new Design(
                settings,
                suite,
                TaskSlots.of(
                        suite, settings.examples().train(), settings.examples().evaluation()));
    }

    /** @throws UserError if the suite gives no task the role that a protocol needs */
    public void requireRole(String protocol, String role, ImmutableList<?> tasks) {
        if (tasks.isEmpty()) {
            throw new UserError(protocol + " needs tasks under roles." + role
                    + " of the manifest: add some, or choose other protocols with --protocol");
        }
    }

    /** @throws UserError if the mixture cannot be made, because the least shares of its small tasks leave no steps for the others */
    public void requireRoomForAll(Runnable makeMixture) {
        try {
            makeMixture.run();
        } catch (IllegalArgumentException e) {
            throw new UserError("least-share on " + suite.name() + ": " + e.getMessage());
        }
    }

    /** The generator for the initial values of a model. */
    Rng modelRng(long seed) {
        return rng(seed, Purpose.MODEL);
    }

    /** The generator for the random matrices of related gates. */
    Rng gateRng(long seed) {
        return rng(seed, Purpose.GATES);
    }

    /** The generator for the order of training. */
    public Rng curriculumRng(long seed) {
        return rng(seed, Purpose.CURRICULUM);
    }

    /** The generator for dropout. */
    public Rng dropoutRng(long seed) {
        return rng(seed, Purpose.DROPOUT);
    }

    /** The generator for the few examples that a task is cut to. */
    public Rng cutRng(int task, long seed) {
        return ofTask(seed, Purpose.CUT, task);
    }

    /** The generator for the examples that an unseen task is learned from. */
    public Rng shotsRng(int task, long seed) {
        return ofTask(seed, Purpose.SHOTS, task);
    }

    private static Rng rng(long seed, Purpose purpose) {
        return new Rng(seed).derive(purpose.ordinal());
    }

    private Rng ofTask(long seed, Purpose purpose, int task) {
        return rng(seed, purpose).derive(slots.name(task).hashCode());
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

    /** The slots of the unrelated tasks. */
    public int[] unrelatedTasks() {
        return IntStream.range(suite.tasks().size(), slots.count()).toArray();
    }

    /** The order in which a method's model is trained on a mixture. A method that separates tasks trains each model on a part of it. */
    public Curriculum curriculum(ImmutableList<Exposure> mixture, Method method, long seed) {
        TrainingSettings training = settings.training();
        Curriculum alone = Curriculum.of(mixture, training.batchSize(), curriculumRng(seed));
        return method.separatesTasks() ? alone : alone.mixed(training.tasksPerBatch(method.weighting()));
    }

    /** The exposure of a task: training on some of its examples, with {@code stages[s]} steps in stage {@code s}. */
    public Exposure exposure(int task, int[] examples, int[] stages) {
        return new Exposure(task, slots.name(task), examples, IntLists.immutable.with(stages));
    }

    /** The indices of all training examples of a task. */
    public int[] allExamples(int task) {
        return IntStream.range(0, slots.get(task).train().size()).toArray();
    }

    /** The name of a task's main metric. */
    public String metric(String task) {
        return slots.get(slots.of(task)).task().metric().label();
    }

    /** The split that metrics are measured on. */
    public Split split() {
        return settings.split();
    }
}
