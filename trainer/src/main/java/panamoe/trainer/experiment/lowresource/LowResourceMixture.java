package panamoe.trainer.experiment.lowresource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
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
import panamoe.trainer.tasks.Mixing;
import panamoe.trainer.tasks.Subset;

/** Trains one method with all targets cut to one size. A method that separates tasks trains one model for each target. */
record LowResourceMixture(Design design, Method method, long seed, int size) implements Unit {

    static UnitKey key(Method method, long seed, int size) {
        return new UnitKey(LowResourceTransfer.NAME, method.name(), seed, "size " + size);
    }

    /** The tasks that are cut: those in the settings; if the settings name none, the low-resource targets of the suite. */
    static ImmutableList<String> targets(Design design) {
        List<String> named =
                design.settings().section(LowResourceSettings.class).targets();
        return named.isEmpty() ? design.suite().lowResourceTargets() : Lists.immutable.withAll(named);
    }

    /** The exposures of all tasks, with every target cut to {@code size} training examples. */
    static ImmutableList<Exposure> exposures(Design design, int size, long seed) {
        LowResourceSettings low = design.settings().section(LowResourceSettings.class);
        ImmutableList<String> targets = targets(design);
        int[] tasks = design.suiteTasks();
        int[] wishes = new int[tasks.length];
        boolean[] target = new boolean[tasks.length];
        int[][] examples = new int[tasks.length][];
        for (int task : tasks) {
            target[task] = targets.contains(design.slots().name(task));
            wishes[task] = target[task] ? low.targetSteps() : low.otherSteps();
            examples[task] = target[task]
                    ? Subset.random(design.slots().get(task).train().size(), size, design.cutRng(task, seed))
                    : design.allExamples(task);
        }
        int[] sizes = Arrays.stream(examples).mapToInt(array -> array.length).toArray();
        int[][] stages = Mixing.withFloor(design.settings().mixing().stages(wishes, sizes), target, low.leastShare());
        MutableList<Exposure> mixture = Lists.mutable.empty();
        for (int task : tasks) {
            mixture.add(design.exposure(task, examples[task], stages[task]));
        }
        return mixture.toImmutable();
    }

    @Override
    public UnitKey key() {
        return key(method, seed, size);
    }

    private int[] targetSlots() {
        return targets(design).collectInt(design.slots()::of).toArray();
    }

    private Curriculum curriculum() {
        return design.curriculum(exposures(design, size, seed), method, seed);
    }

    @Override
    public int steps() {
        Curriculum all = curriculum();
        return method.separatesTasks()
                ? IntStream.of(targetSlots())
                        .map(task -> all.only(task).steps().size())
                        .sum()
                : all.steps().size();
    }

    @Override
    public UnitResult run(Lab lab, Progress progress) {
        if (method.separatesTasks()) {
            return UnitResult.joined(
                    key(),
                    IntStream.of(targetSlots())
                            .mapToObj(target -> train(lab, curriculum().only(target), new int[] {target}, progress))
                            .toList());
        }
        // the other tasks are measured once, for the table of tasks
        boolean largest = size == LowResourceTransfer.largestSize(design.settings());
        return train(lab, curriculum(), largest ? design.suiteTasks() : targetSlots(), progress);
    }

    private UnitResult train(Lab lab, Curriculum curriculum, int[] measured, Progress progress) {
        MultiTaskModel model = lab.newModel(method, seed, exposures(design, size, seed));
        RunLabel label = new RunLabel(method.name(), "mixture, size " + size, seed);
        TrainingHistory history =
                lab.train(model, method, design.settings().training().recipe(method), curriculum, label, progress);
        return lab.result(key(), label, model, history, measured, new int[0]);
    }
}
