package panamoe.trainer.experiment.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.training.Checkpoint;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.TrainingHistory;
import panamoe.trainer.tasks.Curriculum;

/** A model trained on the seen tasks: where the second and third protocol start from. Kept as a checkpoint file. */
public record BaseModel(Design design, Method method, long seed) implements Unit {

    public static final String NAME = "base-model";
    public static final String RUN = "base model";

    public static UnitKey key(Method method, long seed) {
        return new UnitKey(NAME, method.label(), seed, "all");
    }

    /** Where the model of such a unit is kept. */
    public static Path file(Path checkpoints, UnitKey key) {
        return checkpoints.resolve("base-" + key.method() + "-seed" + key.seed() + ".safetensors");
    }

    @Override
    public UnitKey key() {
        return key(method, seed);
    }

    private Curriculum curriculum() {
        return design.curriculum(design.baseMixture(), method, seed);
    }

    @Override
    public int steps() {
        return curriculum().steps().size();
    }

    @Override
    public UnitResult run(Lab lab, Progress progress) {
        MultiTaskModel model = lab.newModel(method, seed);
        TrainingHistory history =
                lab.train(model, method, design.settings().baseTraining(method), curriculum(), seed, progress);
        try {
            Checkpoint.write(model, file(lab.checkpoints(), key(method, seed)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the base model: " + e.getMessage(), e);
        }
        return UnitResult.of(
                key(),
                lab.scores(model, design.seenTasks()),
                history.curves(method.label(), RUN, seed, design.slots()),
                lab.routing(model, method, RUN, seed, design.seenTasks()),
                history.trends(method.label(), RUN, seed, model.sparseLayers(), design.slots()));
    }

    /** The trained model, read back. */
    public static MultiTaskModel load(Lab lab, Method method, long seed) {
        MultiTaskModel model = lab.newModel(method, seed);
        try {
            Checkpoint.read(model, file(lab.checkpoints(), key(method, seed)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the base model: " + e.getMessage(), e);
        }
        return model;
    }
}
