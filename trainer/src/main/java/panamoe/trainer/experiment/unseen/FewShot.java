package panamoe.trainer.experiment.unseen;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Tensor;
import panamoe.trainer.experiment.base.BaseModel;
import panamoe.trainer.experiment.base.BaseSettings;
import panamoe.trainer.experiment.base.JointMixture;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.Network;
import panamoe.trainer.learner.PooledFeatures;
import panamoe.trainer.learner.relatedness.GateBlend;
import panamoe.trainer.learner.relatedness.Similarities;
import panamoe.trainer.learner.relatedness.TaskSpace;
import panamoe.trainer.learner.training.Batches;
import panamoe.trainer.learner.training.Evaluation;
import panamoe.trainer.learner.training.LossHistory;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.Trainer;
import panamoe.trainer.learner.training.TrainingRecipe;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Subset;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.UnseenTarget;

/** Learns one target of protocol (ii) from each draw of each number of shots, with each gate start. */
record FewShot(Design design, Method method, long seed, UnseenTarget target) implements Unit {

    static UnitKey key(Method method, long seed, UnseenTarget target) {
        return new UnitKey(UnseenTaskGeneralization.NAME, method.name(), seed, target.target());
    }

    @Override
    public UnitKey key() {
        return key(method, seed, target);
    }

    @Override
    public Optional<UnitKey> restsOn() {
        return method.separatesTasks() ? Optional.empty() : Optional.of(BaseModel.key(method, seed));
    }

    private UnseenSettings unseen() {
        return design.settings().section(UnseenSettings.class);
    }

    private int task() {
        return design.slots().of(target.target());
    }

    /** True if only the head is trained, so that the features below it can be computed once. */
    private boolean trainsHeadsOnly() {
        return unseen().train().isHeadAlone(method);
    }

    /** Steps that train only the head take almost no time and do not count. */
    @Override
    public int steps() {
        int starts = GateStart.of(method, unseen()).size();
        return trainsHeadsOnly() ? 0 : starts * unseen().shots().size() * unseen().draws() * unseen().steps();
    }

    @Override
    public UnitResult run(Lab lab, Progress progress) {
        MultiTaskModel model = method.separatesTasks() ? lab.newModel(method, seed) : BaseModel.load(lab, method, seed);
        unseen().train().freezeOthers(model.parameters());
        Tensor base = copyOf(model.parameters().values(), lab.backend());
        MutableList<UnitResult.Score> scores = Lists.mutable.empty();
        for (GateStart start : GateStart.of(method, unseen())) {
            Learner learner = new Learner(model, lab.batches());
            boolean made = !trainsHeadsOnly();
            for (int shots : unseen().shots()) {
                for (int draw = 0; draw < unseen().draws(); draw++) {
                    begin(lab, model, base, start, shots(shots, draw));
                    if (!made || trainsHeadsOnly() && start.readsShots()) {
                        learner = onPooledFeatures(lab, model);
                        made = true;
                    }
                    double value = learn(learner, shots, draw, progress);
                    scores.add(UnitResult.Score.under(condition(start, shots, draw), target.target(), value));
                }
            }
        }
        return UnitResult.of(key(), scores, List.of(), List.of(), List.of());
    }

    /** The condition that distinguishes the scores of a target. */
    static String condition(GateStart start, int shots, int draw) {
        return start.label() + "/" + shots + "/" + draw;
    }

    /** The mean of a target's scores over the draws. */
    static double meanScore(UnitResult result, GateStart start, int shots) {
        String anyDraw = start.label() + "/" + shots + "/";
        return result.scores().stream()
                .filter(score -> score.condition().startsWith(anyDraw))
                .mapToDouble(UnitResult.Score::value)
                .average()
                .orElseThrow(() -> new IllegalStateException(result.key() + " has no score with " + shots + " shots"));
    }

    /** The trained and measured network, and the batches of its input. */
    private record Learner(Network network, Batches batches) {}

    /** Restores the parameters of the base model. Then it sets the target's gates, and its private experts if it has some, to their start. */
    private void begin(Lab lab, MultiTaskModel model, Tensor base, GateStart start, int[] shots) {
        lab.backend().copy(base, model.parameters().values());
        switch (start) {
            case RELATED -> copyGates(model, target.related());
            case WRONG -> copyGates(model, target.unrelated());
            case AUTO, BLEND -> beginBySimilarity(lab, model, start, shots);
            case FRESH, NONE -> {}
        }
    }

    private void copyGates(MultiTaskModel model, @Nullable String source) {
        model.copyTaskParts(design.slots().of(Objects.requireNonNull(source)), task());
    }

    private void beginBySimilarity(Lab lab, MultiTaskModel model, GateStart start, int[] shots) {
        ImmutableList<Exposure> seen = JointMixture.of(design).seen();
        int[] slots = seen.collectInt(Exposure::task).toArray();
        double weight = design.settings().model().moe().gate().descriptionWeight();
        Similarities similarities = new TaskSpace(lab.vectors().of(seen), weight)
                .similarities(lab.vectors().of(task(), shots));
        if (similarities.most() < unseen().leastSimilarity()) {
            return;
        }
        if (start == GateStart.AUTO) {
            model.copyTaskParts(slots[similarities.nearest()], task());
        } else {
            GateBlend.set(lab.backend(), model.taskGates(), task(), slots, similarities);
        }
    }

    private static Tensor copyOf(Tensor values, Backend backend) {
        Tensor copy = Tensor.zeros(backend, values.dtype(), values.shape());
        backend.copy(values, copy);
        return copy;
    }

    private Learner onPooledFeatures(Lab lab, MultiTaskModel model) {
        Evaluation evaluation = new Evaluation(model, lab.batches());
        int[] drawn = drawnExamples();
        float[][] shots = evaluation.pooled(task(), Split.TRAIN, drawn);
        float[][] train = new float[design.slots().get(task()).train().size()][];
        for (int i = 0; i < drawn.length; i++) {
            train[drawn[i]] = shots[i];
        }
        int measured = design.slots().get(task()).examples(design.split()).size();
        float[][] pooled = evaluation.pooled(
                task(), design.split(), IntStream.range(0, measured).toArray());
        PooledFeatures source = new PooledFeatures(task(), lab.features().width(), train, design.split(), pooled);
        return new Learner(model.headsOnly(), new Batches(design.slots(), source));
    }

    /** The indices of all examples in any draw, each once, increasing. */
    private int[] drawnExamples() {
        return unseen().shots().stream()
                .flatMapToInt(
                        shots -> IntStream.range(0, unseen().draws()).flatMap(draw -> IntStream.of(shots(shots, draw))))
                .distinct()
                .sorted()
                .toArray();
    }

    /** One draw of the target's shots: indices of training examples. */
    private int[] shots(int shots, int draw) {
        TaskData data = design.slots().get(task());
        Rng rng = design.shotsRng(task(), seed).derive(draw);
        return Subset.balanced(data.train(), data.task().classes(), shots, rng);
    }

    private double learn(Learner learner, int shots, int draw, Progress progress) {
        int[] examples = shots(shots, draw);
        Exposure exposure = new Exposure(task(), target.target(), examples, unseen().steps());
        TrainingRecipe recipe = BaseSettings.recipe(design.settings(), method)
                .withBatchSize(Math.min(unseen().batchSize(), examples.length))
                .withGateAndHeadRate(unseen().rate())
                .forNewTasks();
        Curriculum curriculum = Curriculum.of(
                Lists.immutable.with(exposure),
                recipe.batchSize(),
                design.curriculumRng(seed).derive(draw));
        Trainer.run(
                learner.network(),
                LossWeighting.EQUAL,
                recipe,
                learner.batches(),
                curriculum,
                design.dropoutRng(seed).derive(draw),
                new LossHistory(),
                trainsHeadsOnly() ? Progress.NONE : progress);
        return new Evaluation(learner.network(), learner.batches())
                .measure(task(), design.split(), unseen().steps())
                .main();
    }
}
