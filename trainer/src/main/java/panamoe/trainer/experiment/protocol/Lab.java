package panamoe.trainer.experiment.protocol;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import panamoe.moe.RoutingStats;
import panamoe.tensor.Backend;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelCost;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.Network;
import panamoe.trainer.learner.training.Batches;
import panamoe.trainer.learner.training.Diverged;
import panamoe.trainer.learner.training.Evaluation;
import panamoe.trainer.learner.training.LearningCurve;
import panamoe.trainer.learner.training.LossHistory;
import panamoe.trainer.learner.training.Measurement;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RunLabel;
import panamoe.trainer.learner.training.Trainer;
import panamoe.trainer.learner.training.TrainingHistory;
import panamoe.trainer.learner.training.TrainingRecipe;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;

/** All that the units of a run share: backend, pretrained encoder, features computed once, and the place of checkpoints. */
public final class Lab {

    private final Design design;
    private final Backend backend;
    private final PretrainedEncoder pretrained;
    private final SequenceSource features;
    private final Path checkpoints;
    private final @Nullable KeptModels models;

    /**
     * A lab.
     *
     * @param features what models start from, see {@link #features(Design, Backend, PretrainedEncoder)}
     * @param checkpoints a folder, which need not exist yet
     */
    public Lab(
            Design design, Backend backend, PretrainedEncoder pretrained, SequenceSource features, Path checkpoints) {
        this(design, backend, pretrained, features, checkpoints, null);
    }

    private Lab(
            Design design,
            Backend backend,
            PretrainedEncoder pretrained,
            SequenceSource features,
            Path checkpoints,
            @Nullable KeptModels models) {
        this.models = models;
        this.design = design;
        this.backend = backend;
        this.pretrained = pretrained;
        this.features = features;
        this.checkpoints = checkpoints;
    }

    /**
     * This lab, keeping each model that {@link #result} measures in a folder of its own.
     *
     * @param folder beneath which they go
     * @param settings the text of the run's settings
     */
    public Lab keepingModels(Path folder, String settings) {
        return new Lab(design, backend, pretrained, features, checkpoints, new KeptModels(folder, settings));
    }

    /** The outputs of the frozen layers for each example of a design. */
    public static FrozenFeatures features(Design design, Backend backend, PretrainedEncoder pretrained) {
        ModelSettings model = design.settings().model();
        FrozenEncoder frozen = new FrozenEncoder(backend, pretrained.weights(), model.firstLayer());
        return new FrozenFeatures(frozen, design.slots(), pretrained.tokenizer(), model.maxTokens());
    }

    /** The encoder that models begin with. */
    PretrainedEncoder pretrained() {
        return pretrained;
    }

    /** The settings, the tasks and the order of training. */
    public Design design() {
        return design;
    }

    /** The backend that all is computed on. */
    public Backend backend() {
        return backend;
    }

    /** The features that models start from. */
    public SequenceSource features() {
        return features;
    }

    /** A model as it is before training. */
    public MultiTaskModel newModel(Method method, long seed) {
        return new MultiTaskModel(
                backend,
                method,
                design.settings().model(),
                pretrained.weights(),
                design.slots().count(),
                design.slots().maxClasses(),
                design.modelRng(seed));
    }

    /** The costs of the models of the settings' methods; makes each model once. */
    public Map<Method, ModelCost> costs() {
        Map<Method, ModelCost> costs = new LinkedHashMap<>();
        RunSettings settings = design.settings();
        for (Method method : settings.methods()) {
            MultiTaskModel model = newModel(method, settings.seeds().getFirst());
            costs.put(method, ModelCost.of(model, method, settings.model().moe()));
        }
        return costs;
    }

    /** Batches of the frozen encoder's features. */
    public Batches batches() {
        return new Batches(design.slots(), features);
    }

    /**
     * Trains a model of a method on the run's features.
     *
     * @throws Diverged with the losses up to there
     */
    public TrainingHistory train(
            MultiTaskModel model,
            Method method,
            TrainingRecipe recipe,
            Curriculum curriculum,
            RunLabel label,
            Progress progress) {
        LossHistory losses = new LossHistory();
        try {
            return Trainer.run(
                    model,
                    method.weighting(),
                    recipe,
                    batches(),
                    curriculum,
                    design.dropoutRng(label.seed()),
                    losses,
                    progress);
        } catch (Diverged e) {
            throw e.with(losses.curves(label, design.slots(), TrainingHistory.POINTS));
        }
    }

    /** The folder of base models. */
    public Path checkpoints() {
        return checkpoints;
    }

    /**
     * The result of a unit that trained one model: the scores of some tasks on the run's split, and the run's course.
     *
     * @param routed tasks whose routing is shown; none if it is not
     * @throws Diverged with the losses, if a task has a logit that is not finite
     */
    public UnitResult result(
            UnitKey key, RunLabel label, MultiTaskModel model, TrainingHistory history, int[] measured, int[] routed) {
        return result(List.of(), key, label, model, history, measured, routed);
    }

    /**
     * As above, of a model that may have been trained before, so that this training added its tasks to it.
     *
     * @param before what was done to the model; empty for a new one
     */
    public UnitResult result(
            List<HistoryEntry> before,
            UnitKey key,
            RunLabel label,
            MultiTaskModel model,
            TrainingHistory history,
            int[] measured,
            int[] routed) {
        List<LearningCurve> curves = history.curves(label, design.slots());
        try {
            List<UnitResult.Score> scores =
                    scores(model, measured, history.losses().steps());
            if (models != null) {
                models.write(this, key, model, withTraining(before, key.seed(), history.losses()), scores);
            }
            return UnitResult.of(
                    key,
                    scores,
                    curves,
                    routing(model, label, routed),
                    history.trends(label, model.sparseLayers(), design.slots()));
        } catch (Diverged e) {
            throw e.with(curves);
        }
    }

    private List<HistoryEntry> withTraining(List<HistoryEntry> before, long seed, LossHistory losses) {
        List<HistoryEntry> all = new ArrayList<>(before);
        all.add(HistoryEntry.learnt(
                before.isEmpty() ? HistoryEntry.Event.TRAINED : HistoryEntry.Event.TASK_ADDED,
                IntStream.of(losses.tasks()).mapToObj(design.slots()::name).toList(),
                design.settings().data(),
                losses.steps(),
                seed));
        return all;
    }

    private List<UnitResult.Score> scores(Network network, int[] tasks, int steps) {
        Evaluation evaluation = new Evaluation(network, batches());
        return IntStream.of(tasks)
                .mapToObj(
                        task -> score(design.slots().get(task).task(), evaluation.measure(task, design.split(), steps)))
                .toList();
    }

    private static UnitResult.Score score(Task task, Measurement measured) {
        Map<String, Double> others = new LinkedHashMap<>();
        for (int m = 1; m < measured.metrics().length; m++) {
            others.put(task.metrics().get(m).label(), measured.metrics()[m]);
        }
        UnitResult.Score score = UnitResult.Score.of(task.name(), measured.main(), others);
        return measured.answers() == null ? score : score.with(measured.answers());
    }

    /** The experts that tasks use, on dev, a map per sparse layer; none for a dense model or without tasks. */
    public List<RoutingMap> routing(MultiTaskModel model, RunLabel label, int[] tasks) {
        if (tasks.length == 0 || model.sparseLayers().isEmpty()) {
            return List.of();
        }
        List<RoutingStats> layers = new Evaluation(model, batches())
                .routing(tasks, Split.DEV, design.settings().examples().routing());
        return RoutingMap.of(label, model.sparseLayers(), layers, tasks, design.slots()::name);
    }
}
