package panamoe.trainer.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import panamoe.trainer.data.Curriculum;
import panamoe.trainer.model.Method;
import panamoe.trainer.model.MultiTaskModel;
import panamoe.trainer.train.Checkpoint;
import panamoe.trainer.train.LossHistory;
import panamoe.trainer.train.Progress;
import panamoe.trainer.train.Trainer;

/** A model trained on the seen tasks: where the second and third protocol start from. Kept as a checkpoint file. */
record BaseModel(Design design, Method method, long seed) implements Unit {

    static final String NAME = "base-model";
    static final String RUN = "base model";

    static UnitKey key(Method method, long seed) {
        return new UnitKey(NAME, method.label(), seed, "all");
    }

    @Override
    public UnitKey key() {
        return key(method, seed);
    }

    private Curriculum curriculum() {
        return Curriculum.of(
                design.baseMixture(), design.settings().training().batchSize(), design.curriculumRng(seed));
    }

    @Override
    public int steps() {
        return curriculum().steps().size();
    }

    @Override
    public UnitResult run(Lab lab, Finished finished, Progress progress) {
        MultiTaskModel model = lab.newModel(method, seed);
        LossHistory losses = Trainer.run(
                model, design.settings().training(), lab.batches(), curriculum(), design.dropoutRng(seed), progress);
        try {
            Checkpoint.write(model.parameters(), lab.baseModelFile(method, seed));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the base model: " + e.getMessage(), e);
        }
        return UnitResult.of(
                key(),
                lab.scores(model, design.seenTasks()),
                losses.curves(method.label(), RUN, seed, design.slots(), LowResourceTransfer.CURVE_POINTS),
                lab.routing(model, method, RUN, seed, design.seenTasks()),
                List.of());
    }

    /** The trained model, read back. */
    static MultiTaskModel load(Lab lab, Method method, long seed) {
        MultiTaskModel model = lab.newModel(method, seed);
        try {
            Checkpoint.read(model.parameters(), lab.baseModelFile(method, seed));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the base model: " + e.getMessage(), e);
        }
        return model;
    }
}
