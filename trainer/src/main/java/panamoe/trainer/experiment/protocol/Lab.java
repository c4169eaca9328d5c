package panamoe.trainer.experiment.protocol;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
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
import panamoe.trainer.learner.training.Evaluation;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.Trainer;
import panamoe.trainer.learner.training.TrainingHistory;
import panamoe.trainer.learner.training.TrainingSettings;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;

/** What the units of a run share: backend, pretrained encoder, features computed once, and the place of checkpoints. */
public final class Lab {

    private final Design design;
    private final Backend backend;
    private final PretrainedEncoder pretrained;
    private final SequenceSource features;
    private final Path checkpoints;

    /**
     * A lab.
     *
     * @param features what models start from, see {@link #features(Design, Backend, PretrainedEncoder)}
     * @param checkpoints a folder, which need not exist yet
     */
    public Lab(
            Design design, Backend backend, PretrainedEncoder pretrained, SequenceSource features, Path checkpoints) {
        this.design = design;
        this.backend = backend;
        this.pretrained = pretrained;
        this.features = features;
        this.checkpoints = checkpoints;
    }

    /** What the frozen part of the encoder makes of each example of a design. */
    public static FrozenFeatures features(Design design, Backend backend, PretrainedEncoder pretrained) {
        ModelSettings model = design.settings().model();
        FrozenEncoder frozen = new FrozenEncoder(backend, pretrained.weights(), model.firstLayer());
        return new FrozenFeatures(frozen, design.slots(), pretrained.tokenizer(), model.maxTokens());
    }

    /** What is trained on what. */
    public Design design() {
        return design;
    }

    /** What computes. */
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

    /** What the models of the settings' methods cost, each being made once. */
    public Map<Method, ModelCost> costs() {
        Map<Method, ModelCost> costs = new EnumMap<>(Method.class);
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

    /** Trains a model of a method as the settings say, or these in their place. */
    public TrainingHistory train(
            MultiTaskModel model,
            Method method,
            TrainingSettings training,
            Curriculum curriculum,
            long seed,
            Progress progress) {
        return Trainer.run(
                model, method.weighting(), training, batches(), curriculum, design.dropoutRng(seed), progress);
    }

    /** Where base models are kept. */
    public Path checkpoints() {
        return checkpoints;
    }

    /** What tasks reach on the run's split. */
    public List<UnitResult.Score> scores(Network network, int[] tasks) {
        Evaluation evaluation = new Evaluation(network, batches());
        return IntStream.of(tasks)
                .mapToObj(task -> score(design.slots().get(task).task(), evaluation.metrics(task, design.split())))
                .toList();
    }

    private static UnitResult.Score score(Task task, double[] values) {
        Map<String, Double> others = new LinkedHashMap<>();
        for (int m = 1; m < values.length; m++) {
            others.put(task.metrics().get(m).label(), values[m]);
        }
        return new UnitResult.Score(task.name(), values[0], others);
    }

    /** Which experts the tasks use, on dev; empty for a dense method. */
    public List<RoutingMap> routing(MultiTaskModel model, Method method, String run, long seed, int[] tasks) {
        if (!method.isSparse()) {
            return List.of();
        }
        List<RoutingStats> layers = new Evaluation(model, batches())
                .routing(tasks, Split.DEV, design.settings().examples().routing());
        MutableList<RoutingMap> maps = Lists.mutable.empty();
        for (int layer = 0; layer < layers.size(); layer++) {
            maps.add(routing(
                    layers.get(layer), method, run, seed, model.sparseLayers().get(layer), tasks));
        }
        return maps;
    }

    private RoutingMap routing(RoutingStats stats, Method method, String run, long seed, int layer, int[] tasks) {
        int[] served = IntStream.of(tasks)
                .filter(task -> DoubleStream.of(stats.load(task)).sum() > 0)
                .toArray();
        return new RoutingMap(
                method.label(),
                run,
                seed,
                layer,
                IntStream.of(served).mapToObj(design.slots()::name).toList(),
                IntStream.of(served)
                        .mapToObj(task ->
                                DoubleStream.of(stats.load(task)).boxed().toList())
                        .toList(),
                IntStream.of(served).mapToObj(stats::entropy).toList(),
                stats.maxOverMean(),
                stats.dropped(),
                stats.specialisation(),
                IntStream.range(0, stats.experts())
                        .mapToObj(expert -> coActivation(stats, expert))
                        .toList());
    }

    private static List<Double> coActivation(RoutingStats stats, int expert) {
        return IntStream.range(0, stats.experts())
                .mapToObj(other -> stats.coActivation(expert, other))
                .toList();
    }
}
