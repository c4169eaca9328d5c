package panamoe.trainer.experiment.base;

import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.RunLabel;
import panamoe.trainer.learner.training.TrainingHistory;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Exposure;

/**
 * Replaces the base model for a method that separates tasks: trains and measures one model for each task, without a checkpoint. A seen or
 * unrelated task has the same steps as in joint training. A held-out task has the steps per task of the base models.
 */
public record OwnModels(Design design, Method method, long seed) implements Unit {

    /** The name of the run in reports. */
    public static final String RUN = "a model for each task";

    /** The base model of a method and seed; for a method that separates tasks, one model for each task. */
    public static Unit orBaseModel(Design design, Method method, long seed) {
        return method.separatesTasks() ? new OwnModels(design, method, seed) : new BaseModel(design, method, seed);
    }

    @Override
    public UnitKey key() {
        return BaseModel.key(method, seed);
    }

    private ImmutableList<Exposure> mixture() {
        int steps = design.settings().section(BaseSettings.class).stepsPerTask();
        List<Exposure> unseen = IntStream.of(design.suiteTasks())
                .filter(task -> IntStream.of(design.seenTasks()).noneMatch(seen -> seen == task))
                .mapToObj(task -> new Exposure(task, design.slots().name(task), design.allExamples(task), steps))
                .toList();
        return JointMixture.of(design).all().newWithAll(unseen).select(exposure -> exposure.steps() > 0);
    }

    @Override
    public int steps() {
        return (int) mixture().sumOfInt(Exposure::steps);
    }

    @Override
    public UnitResult run(Lab lab, Progress progress) {
        return UnitResult.joined(
                key(),
                mixture().collect(exposure -> train(lab, exposure, progress)).castToList());
    }

    private UnitResult train(Lab lab, Exposure exposure, Progress progress) {
        MultiTaskModel model = lab.newModel(method, seed);
        RunLabel label = new RunLabel(method.name(), RUN, seed);
        Curriculum curriculum = design.curriculum(Lists.immutable.with(exposure), method, seed);
        TrainingHistory history =
                lab.train(model, method, BaseSettings.recipe(design.settings(), method), curriculum, label, progress);
        return lab.result(key(), label, model, history, new int[] {exposure.task()}, new int[0]);
    }
}
