package panamoe.trainer.protocol;

import java.util.List;
import java.util.Map;
import panamoe.trainer.data.Split;
import panamoe.trainer.model.Method;
import panamoe.trainer.model.ModelSettings;
import panamoe.trainer.train.TrainingSettings;

/**
 * Everything that the results of a run depend on, beside the program itself; what it does not name (threads, folder) changes no
 * bit of them.
 *
 * @param preset the name of the preset that the settings began as
 * @param data what the tasks are made of: a name, and for files a fingerprint of what was read of them
 * @param protocols names, in the order in which they are run
 * @param methods in the order in which they are run
 * @param split what metrics are taken on: dev to choose settings, test to report
 * @param backend the name of the backend
 * @param examples how many examples are used
 * @param model the model
 * @param training how whole models are trained on a mixture of tasks
 * @param lowResource the first protocol
 * @param base the base models of the other two
 * @param unseen the second protocol
 * @param robustness the third protocol
 */
public record RunSettings(
        String preset,
        String data,
        List<String> protocols,
        List<Method> methods,
        List<Long> seeds,
        Split split,
        String backend,
        Examples examples,
        ModelSettings model,
        TrainingSettings training,
        LowResource lowResource,
        Base base,
        Unseen unseen,
        Robustness robustness) {

    /** Plain values by name. */
    public Map<String, Object> toMap() {
        return SettingsJson.toMap(this);
    }

    /** On other tasks. */
    public RunSettings withData(String newData) {
        return new RunSettings(
                preset,
                newData,
                protocols,
                methods,
                seeds,
                split,
                backend,
                examples,
                model,
                training,
                lowResource,
                base,
                unseen,
                robustness);
    }

    /** What the command line may change. */
    public RunSettings with(
            List<String> newProtocols,
            List<Method> newMethods,
            List<Long> newSeeds,
            Split newSplit,
            String newBackend,
            ModelSettings newModel,
            FewShotTrain newFewShotTrain) {
        return new RunSettings(
                preset,
                data,
                newProtocols,
                newMethods,
                newSeeds,
                newSplit,
                newBackend,
                examples,
                newModel,
                training,
                lowResource,
                base,
                new Unseen(unseen.shots(), unseen.draws(), unseen.steps(), unseen.batchSize(), newFewShotTrain),
                robustness);
    }

    /**
     * How many examples are used.
     *
     * @param train at most, per task
     * @param evaluation at most, per task and split
     * @param routing dev examples per task that routing is observed on
     */
    public record Examples(int train, int evaluation, int routing) {}

    /**
     * Low-resource transfer.
     *
     * @param sizes that the targets are cut to, increasing
     * @param targetSteps steps per target, whatever its size
     * @param otherSteps steps per related task
     * @param leastShare of the steps that each target gets at least, see {@link panamoe.trainer.data.Exposure#withFloor}
     */
    public record LowResource(List<Integer> sizes, int targetSteps, int otherSteps, double leastShare) {}

    /**
     * The base models.
     *
     * @param stepsPerTask steps per task
     * @param lowResourceRows a task with fewer training examples gets at least {@code leastShare} of the steps
     * @param leastShare of the steps
     */
    public record Base(int stepsPerTask, int lowResourceRows, double leastShare) {}

    /** What few-shot learning trains beside the new head. */
    public enum FewShotTrain {
        /** Nothing. */
        HEAD,
        /** The new task's gates, where the method has them. */
        GATE,
        /** All of the model. */
        ALL
    }

    /**
     * Unseen-task generalization.
     *
     * @param shots training examples of the target, increasing
     * @param draws of the shots
     * @param steps per draw
     * @param batchSize at most; never more than the shots
     * @param train what is trained
     */
    public record Unseen(List<Integer> shots, int draws, int steps, int batchSize, FewShotTrain train) {}

    /**
     * Unrelated-task robustness.
     *
     * @param stepsPerTask steps per added task, in both forms
     * @param sequentialTrunkRate highest learning rate of encoder layers and experts in the sequential form
     */
    public record Robustness(int stepsPerTask, double sequentialTrunkRate) {}
}
