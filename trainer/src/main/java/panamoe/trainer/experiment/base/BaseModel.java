package panamoe.trainer.experiment.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.ScoreSource;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.training.Checkpoint;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.RunLabel;
import panamoe.trainer.learner.training.TrainingHistory;
import panamoe.trainer.learner.training.TrainingRecipe;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.tasks.Curriculum;

/** Trains a model on the seen tasks and keeps it as a checkpoint. Several protocols begin with this model. */
public record BaseModel(Design design, Method method, long seed) implements Unit {

    /** The name in place of a protocol's name in the keys of these units. */
    public static final String NAME = "base-model";

    /** The name of the run in reports. */
    public static final String RUN = "base model";

    /** The key of the base model of a method and seed. */
    public static UnitKey key(Method method, long seed) {
        return new UnitKey(NAME, method.name(), seed, "all");
    }

    /** The scores of the base models on the tasks that they are trained with. */
    public static ScoreSource measured() {
        return new ScoreSource(RUN, true, BaseModel::key, List.of("base.steps-per-task"));
    }

    /** @throws UserError if the least shares of small tasks leave no steps for the others */
    public static void requireFits(Design design) {
        design.requireRoomForAll(() -> JointMixture.of(design));
    }

    @Override
    public UnitKey key() {
        return key(method, seed);
    }

    @Override
    public Optional<Path> keptModel(Path checkpoints) {
        return Optional.of(file(checkpoints, method, seed));
    }

    private static Path file(Path checkpoints, Method method, long seed) {
        return checkpoints.resolve("base-" + method.name() + "-seed" + seed + ".safetensors");
    }

    private Curriculum curriculum() {
        return design.curriculum(JointMixture.of(design).seen(), method, seed);
    }

    @Override
    public int steps() {
        return curriculum().steps().size();
    }

    @Override
    public UnitResult run(Lab lab, Progress progress) {
        MultiTaskModel model =
                lab.newModel(method, seed, JointMixture.of(design).seen());
        TrainingRecipe recipe = BaseSettings.recipe(design.settings(), method);
        RunLabel label = new RunLabel(method.name(), RUN, seed);
        TrainingHistory history = lab.train(model, method, recipe, curriculum(), label, progress);
        int[] tasks = design.seenTasks();
        UnitResult result = lab.result(key(), label, model, history, tasks, tasks);
        try {
            Checkpoint.write(model, file(lab.checkpoints(), method, seed));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the base model: " + FileProblem.of(e), e);
        }
        return result;
    }

    /** The history entry of the base model, for models that are trained from it. */
    public static HistoryEntry history(Design design, Method method, long seed) {
        return HistoryEntry.learned(
                HistoryEntry.Event.TRAINED,
                JointMixture.of(design)
                        .seen()
                        .select(exposure -> exposure.steps() > 0)
                        .collect(exposure -> design.slots().name(exposure.task()))
                        .castToList(),
                design.settings().data(),
                new BaseModel(design, method, seed).steps(),
                seed);
    }

    /** The trained model, read from its checkpoint. */
    public static MultiTaskModel load(Lab lab, Method method, long seed) {
        MultiTaskModel model = lab.newModel(method, seed);
        try {
            Checkpoint.read(model, file(lab.checkpoints(), method, seed));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the base model: " + FileProblem.of(e), e);
        }
        return model;
    }
}
