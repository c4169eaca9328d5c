package panamoe.trainer.experiment.robustness;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.moe.GateTransfer;
import panamoe.moe.TaskGate;
import panamoe.trainer.experiment.base.BaseModel;
import panamoe.trainer.experiment.base.BaseSettings;
import panamoe.trainer.experiment.base.JointMixture;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.robustness.RobustnessSettings.Addition;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RunLabel;
import panamoe.trainer.learner.training.TrainingHistory;
import panamoe.trainer.learner.training.TrainingRecipe;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Exposure;

/** Trains one method with the unrelated tasks added in one form. */
record AddedTasks(Design design, Method method, long seed, Addition form) implements Unit {

    static UnitKey key(Method method, long seed, Addition form) {
        return new UnitKey(UnrelatedTaskRobustness.NAME, method.name(), seed, form.label());
    }

    @Override
    public UnitKey key() {
        return key(method, seed, form);
    }

    @Override
    public Optional<UnitKey> restsOn() {
        return form == Addition.SEQUENTIAL ? Optional.of(BaseModel.key(method, seed)) : Optional.empty();
    }

    private TrainingRecipe recipe() {
        return switch (form) {
            case SEQUENTIAL ->
                design.settings()
                        .training()
                        .recipe()
                        .withTrunkRate(design.settings()
                                .section(RobustnessSettings.class)
                                .sequentialTrunkRate())
                        .forNewTasks();
            case JOINT -> BaseSettings.recipe(design.settings(), method);
        };
    }

    private Curriculum curriculum() {
        JointMixture mixture = JointMixture.of(design);
        ImmutableList<Exposure> trained = switch (form) {
            case SEQUENTIAL -> mixture.unrelated();
            case JOINT -> mixture.all();
        };
        return design.curriculum(trained, method, seed);
    }

    @Override
    public int steps() {
        return curriculum().steps().size();
    }

    @Override
    public UnitResult run(Lab lab, Progress progress) {
        MultiTaskModel model = switch (form) {
            case SEQUENTIAL -> grown(lab);
            case JOINT -> lab.newModel(method, seed, JointMixture.of(design).all());
        };
        String run = switch (form) {
            case SEQUENTIAL -> "unrelated tasks added afterwards";
            case JOINT -> "trained with unrelated tasks";
        };
        RunLabel label = new RunLabel(method.name(), run, seed);
        TrainingHistory history = lab.train(model, method, recipe(), curriculum(), label, progress);
        int[] tasks = IntStream.concat(IntStream.of(design.seenTasks()), IntStream.of(design.unrelatedTasks()))
                .toArray();
        List<HistoryEntry> before = switch (form) {
            case SEQUENTIAL -> List.of(BaseModel.history(design, method, seed));
            case JOINT -> List.of();
        };
        return lab.result(before, key(), label, model, history, tasks, tasks);
    }

    /** The base model. If tasks have gates, the gates of the new tasks start at the experts that the old tasks use least. */
    private MultiTaskModel grown(Lab lab) {
        MultiTaskModel model = BaseModel.load(lab, method, seed);
        RunLabel label = new RunLabel(method.name(), BaseModel.RUN, seed);
        List<RoutingMap> base = lab.routing(model, label, design.seenTasks());
        model.taskGates().forEachWithIndex((gate, layer) -> {
            if (gate instanceof TaskGate ofTasks) {
                double[] use = RoutingMap.mean(base.get(layer).load());
                for (int task : design.unrelatedTasks()) {
                    GateTransfer.startAtLeastUsed(lab.backend(), ofTasks, task, use);
                }
            }
        });
        return model;
    }
}
