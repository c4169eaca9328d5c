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
 * The tasks that are trained, their order and their steps: all follow from the settings, the suite and a seed. The method
 * says only how many tasks share a batch.
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

    /** @throws UserError if the suite gives no task the role that a protocol needs */
    public void requireRole(String protocol, String role, ImmutableList<?> tasks) {
        if (tasks.isEmpty()) {
            throw new UserError(protocol + " needs tasks under roles." + role
                    + " of the manifest: add some, or choose others with --protocol");
        }
    }

    /** @throws UserError if making a mixture fails because the least shares of its small tasks leave no steps for the others */
    public void requireRoomForAll(Runnable makeMixture) {
        try {
            makeMixture.run();
        } catch (IllegalArgumentException e) {
            throw new UserError("least-share on " + suite.name() + ": " + e.getMessage());
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

    /** Draws the few examples that a task is cut to. */
    public Rng cutRng(int task, long seed) {
        return ofTask(seed, Purpose.CUT, task);
    }

    /** Draws the examples that an unseen task is learnt from. */
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

    /** The order in which a method's model sees a mixture; of a method that separates tasks, a model has a part of it. */
    public Curriculum curriculum(ImmutableList<Exposure> mixture, Method method, long seed) {
        TrainingSettings training = settings.training();
        Curriculum alone = Curriculum.of(mixture, training.batchSize(), curriculumRng(seed));
        return method.separatesTasks() ? alone : alone.mixed(training.tasksPerBatch(method.weighting()));
    }

    /** So many steps of a task on some of its examples, by stage. */
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

    /** The split that metrics are taken on. */
    public Split split() {
        return settings.split();
    }
}
