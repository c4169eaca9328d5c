package panamoe.trainer.experiment.protocol;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.moe.RoutingStats;
import panamoe.tensor.Backend;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.learner.GateSettings;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelCost;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.Network;
import panamoe.trainer.learner.relatedness.RelatedGates;
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
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;

/** Objects that all units of a run share: backend, pretrained encoder, precomputed features, and the folder of checkpoints. */
public final class Lab {

    private final Design design;
    private final Backend backend;
    private final PretrainedEncoder pretrained;
    private final SequenceSource features;
    private final Path checkpoints;
    private final @Nullable KeptModels models;
    private final LabVectors vectors;

    /**
     * A lab that keeps no models.
     *
     * @param features input of the trained layers, see {@link #features(Design, Backend, PretrainedEncoder)}
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
        this.vectors = new LabVectors(design, backend, pretrained, features);
    }

    /**
     * This lab with one difference: it keeps each model that {@link #result} measures in a separate model folder.
     *
     * @param folder the parent of the model folders
     * @param settings the settings of the run, as YAML
     */
    public Lab keepingModels(Path folder, String settings) {
        return new Lab(design, backend, pretrained, features, checkpoints, new KeptModels(folder, settings));
    }

    /** The outputs of the frozen layers, computed once for each example of a design. */
    public static FrozenFeatures features(Design design, Backend backend, PretrainedEncoder pretrained) {
        ModelSettings model = design.settings().model();
        FrozenEncoder frozen = new FrozenEncoder(backend, pretrained.weights(), model.firstLayer());
        return new FrozenFeatures(frozen, design.slots(), pretrained.tokenizer(), model.maxTokens());
    }

    /** The pretrained encoder. */
    PretrainedEncoder pretrained() {
        return pretrained;
    }

    /** The settings, the tasks and the order of training. */
    public Design design() {
        return design;
    }

    /** The backend that computes everything. */
    public Backend backend() {
        return backend;
    }

    /** The input of the trained layers. */
    public SequenceSource features() {
        return features;
    }

    /** An untrained model: pretrained weights, new gates and heads. */
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

    /**
     * An untrained model for a mixture. Its task gates begin by the rule of the settings. A task of the mixture is described by a sample of
     * the examples that it is trained on, any other task by its description alone.
     */
    public MultiTaskModel newModel(Method method, long seed, ImmutableList<Exposure> mixture) {
        MultiTaskModel model = newModel(method, seed);
        GateSettings gate = design.settings().model().moe().gate();
        if (RelatedGates.applyTo(method, gate)) {
            RelatedGates.begin(
                    backend,
                    model.taskGates(),
                    vectors.ofSlots(mixture),
                    mixture.collectInt(Exposure::task).toArray(),
                    gate,
                    design.gateRng(seed));
        }
        return model;
    }

    /** What is known of the tasks from their descriptions and examples. */
    public LabVectors vectors() {
        return vectors;
    }

    /** The cost of a model of each method of the run. Makes one model of each method to count its parameters. */
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
     * @throws Diverged if the loss is not finite; it carries the losses up to that step
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

    /** The folder of the checkpoints. */
    public Path checkpoints() {
        return checkpoints;
    }

    /**
     * Measures a new model that was trained once: the scores of some tasks on the run's split, and the observations of its training.
     *
     * @param measured slots of the tasks that are scored
     * @param routed slots of the tasks for which routing is shown; may be empty
     * @throws Diverged if a logit is not finite; it carries the losses
     */
    public UnitResult result(
            UnitKey key, RunLabel label, MultiTaskModel model, TrainingHistory history, int[] measured, int[] routed) {
        return result(List.of(), key, label, model, history, measured, routed);
    }

    /**
     * Measures a model as above. The model may have been trained before; then this training added tasks to it.
     *
     * @param before the history of the model before this training; empty for a new model
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
        all.add(HistoryEntry.learned(
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

    /** One routing map per sparse layer, measured on dev examples; empty for a dense model or without tasks. */
    public List<RoutingMap> routing(MultiTaskModel model, RunLabel label, int[] tasks) {
        if (tasks.length == 0 || model.sparseLayers().isEmpty()) {
            return List.of();
        }
        List<RoutingStats> layers = new Evaluation(model, batches())
                .routing(tasks, Split.DEV, design.settings().examples().routing());
        return RoutingMap.of(label, model.sparseLayers(), layers, tasks, design.slots()::name);
    }
}
