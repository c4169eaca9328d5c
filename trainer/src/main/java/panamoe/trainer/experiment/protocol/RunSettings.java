package panamoe.trainer.experiment.protocol;

import java.util.List;
import java.util.Map;
import panamoe.tensor.Check;
import panamoe.trainer.experiment.SettingsYaml;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.SelectionSettings;
import panamoe.trainer.learner.training.TrainingSettings;
import panamoe.trainer.tasks.Mixing;
import panamoe.trainer.tasks.Split;

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
 * @param mixing how the steps of a mixture are divided among its tasks
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
        Mixing mixing,
        TrainingSettings training,
        LowResource lowResource,
        Base base,
        Unseen unseen,
        Robustness robustness) {

    /** @throws IllegalArgumentException if something is unknown, out of range, or does not go with something else */
    public RunSettings {
        protocols = List.copyOf(protocols);
        methods = List.copyOf(methods);
        seeds = List.copyOf(seeds);
        requireSome("protocols", protocols);
        requireSome("methods", methods);
        requireSome("seeds", seeds);
        protocols.forEach(Protocol::requireKnown);
        Check.that(split != Split.TRAIN, "split train: expected dev or test");
        for (Method method : methods) {
            model.moe().requireFits(method);
            int tasks = training.tasksPerBatch(method.weighting());
            Check.that(
                    tasks <= training.batchSize(),
                    () -> "batch-size " + training.batchSize() + " of " + method + ": expected at least one example of "
                            + tasks + " tasks");
            requireLoadLossFits(method, model, training);
        }
    }

    private static void requireSome(String what, List<?> list) {
        Check.that(!list.isEmpty() && isDistinct(list), what + " " + list + ": expected at least one, each once");
    }

    private static boolean isDistinct(List<?> list) {
        return list.stream().distinct().count() == list.size();
    }

    private static void requireLoadLossFits(Method method, ModelSettings model, TrainingSettings training) {
        boolean noisy = model.moe().selection() instanceof SelectionSettings.TokenChoice choice
                && choice.noisy()
                && choice.k() < model.moe().experts()
                && method != Method.DENSE_MIXTURE_MOE;
        Check.that(
                training.routerLosses().load() == 0 || !method.isSparse() || noisy,
                () -> "router loss load with " + method
                        + ": expected a noisy token-choice of fewer experts than there are");
    }

    /** How base models are trained, and the joint form of the third protocol. */
    public TrainingSettings baseTraining(Method method) {
        return training.of(method).withRates(method, base.trunkRates(), base.expertRates());
    }

    /** Plain values by name. */
    public Map<String, Object> toMap() {
        return SettingsYaml.toMap(this);
    }

    /** On other tasks. */
    public RunSettings withData(String newData) {
        return with(newData, protocols, methods, seeds, split, backend, model, unseen);
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
        return with(
                data,
                newProtocols,
                newMethods,
                newSeeds,
                newSplit,
                newBackend,
                newModel,
                new Unseen(
                        unseen.shots(),
                        unseen.draws(),
                        unseen.steps(),
                        unseen.batchSize(),
                        unseen.rate(),
                        newFewShotTrain));
    }

    private RunSettings with(
            String newData,
            List<String> newProtocols,
            List<Method> newMethods,
            List<Long> newSeeds,
            Split newSplit,
            String newBackend,
            ModelSettings newModel,
            Unseen newUnseen) {
        return new RunSettings(
                preset,
                newData,
                newProtocols,
                newMethods,
                newSeeds,
                newSplit,
                newBackend,
                examples,
                newModel,
                mixing,
                training,
                lowResource,
                base,
                newUnseen,
                robustness);
    }

    /** Small whole numbers that must be there. */
    private static void requireAtLeast(int least, String what, int value) {
        Check.that(value >= least, what + " " + value + ": expected at least " + least);
    }

    private static void requireShare(double share) {
        Check.that(share >= 0 && share < 1, "least-share " + share + ": expected 0 to below 1");
    }

    private static void requireIncreasing(String what, List<Integer> values) {
        Check.that(
                !values.isEmpty()
                        && values.getFirst() >= 1
                        && values.stream().sorted().distinct().toList().equals(values),
                what + " " + values + ": expected at least one, from 1, increasing");
    }

    /**
     * How many examples are used.
     *
     * @param train at most, per task
     * @param evaluation at most, per task and split
     * @param routing dev examples per task that routing is observed on
     */
    public record Examples(int train, int evaluation, int routing) {
        /** @throws IllegalArgumentException if a setting is out of range */
        public Examples {
            requireAtLeast(1, "train", train);
            requireAtLeast(1, "evaluation", evaluation);
            requireAtLeast(1, "routing", routing);
        }
    }

    /**
     * Low-resource transfer.
     *
     * @param targets names of the tasks that are cut; none: those to which the suite gives that role
     * @param sizes that the targets are cut to, increasing
     * @param targetSteps steps per target, whatever its size
     * @param otherSteps steps per related task
     * @param leastShare of the steps that each target gets at least, see {@link panamoe.trainer.tasks.Exposure#withFloor}
     */
    public record LowResource(
            List<String> targets, List<Integer> sizes, int targetSteps, int otherSteps, double leastShare) {
        /** @throws IllegalArgumentException if a setting is out of range */
        public LowResource {
            targets = List.copyOf(targets);
            Check.that(isDistinct(targets), "targets " + targets + ": expected each once");
            requireIncreasing("sizes", sizes);
            requireAtLeast(1, "target-steps", targetSteps);
            requireAtLeast(0, "other-steps", otherSteps);
            requireShare(leastShare);
        }
    }

    /**
     * The base models.
     *
     * @param stepsPerTask steps per task
     * @param lowResourceRows a task with fewer training examples gets at least {@code leastShare} of the steps
     * @param leastShare of the steps
     * @param trunkRates those of {@link TrainingSettings}, of methods that have others here than elsewhere, in the joint form of the
     *     third protocol too
     * @param expertRates the same
     */
    public record Base(
            int stepsPerTask,
            int lowResourceRows,
            double leastShare,
            Map<Method, Double> trunkRates,
            Map<Method, Double> expertRates) {
        /** @throws IllegalArgumentException if a setting is out of range */
        public Base {
            trunkRates = TrainingSettings.checkedRates("trunk-rate", trunkRates);
            expertRates = TrainingSettings.checkedRates("expert-rate", expertRates);
            requireAtLeast(1, "steps-per-task", stepsPerTask);
            requireAtLeast(0, "low-resource-rows", lowResourceRows);
            requireShare(leastShare);
        }
    }

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
     * @param rate highest learning rate of the new head and gates
     * @param train what is trained
     */
    public record Unseen(List<Integer> shots, int draws, int steps, int batchSize, double rate, FewShotTrain train) {
        /** @throws IllegalArgumentException if a setting is out of range */
        public Unseen {
            requireIncreasing("shots", shots);
            requireAtLeast(1, "draws", draws);
            requireAtLeast(1, "steps", steps);
            requireAtLeast(1, "batch-size", batchSize);
            Check.that(rate >= 0, "rate " + rate + ": expected at least 0");
        }
    }

    /** How unrelated tasks come in. */
    public enum Addition {
        /** After the others and without replay. */
        SEQUENTIAL,
        /** Together with the others from the start. */
        JOINT
    }

    /**
     * Unrelated-task robustness.
     *
     * @param forms that are run; a method is scored by the sequential one, by the joint one if that alone is run
     * @param stepsPerTask steps per added task, in both forms
     * @param sequentialTrunkRate highest learning rate of the whole of encoder layers in the sequential form
     */
    public record Robustness(List<Addition> forms, int stepsPerTask, double sequentialTrunkRate) {
        /** @throws IllegalArgumentException if a setting is out of range */
        public Robustness {
            forms = List.copyOf(forms);
            requireSome("forms", forms);
            requireAtLeast(1, "steps-per-task", stepsPerTask);
            Check.that(
                    sequentialTrunkRate >= 0, "sequential-trunk-rate " + sequentialTrunkRate + ": expected at least 0");
        }
    }
}
