package panamoe.trainer.product.adding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.moe.MoeLayer;
import panamoe.moe.RoutingStats;
import panamoe.tensor.Backend;
import panamoe.tensor.Workspace;
import panamoe.trainer.learner.BatchTensors;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.Network;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.MeanFeatures;
import panamoe.trainer.tasks.Batch;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;

/**
 * Ranks a model's tasks by how related they are to a new task. It needs examples of the new task; of the other tasks it needs no examples,
 * only what the model keeps of them.
 */
final class RelatedTasks {

    /** The largest number of examples of the new task that are used: the first ones. */
    private static final int EXAMPLES = 200;

    private static final int AT_ONCE = 32;

    private final KeptModel model;
    private final Backend backend;
    private final Workspace workspace;
    private final ImmutableList<Example> examples;
    private final int slot;
    private final SequenceSource features;
    private final double[][] targets;

    /**
     * Prepares the comparison.
     *
     * @param model with the new task in a slot
     * @param slot of the new task
     * @param data of the new task
     * @param features the output of the frozen layers for its examples
     */
    RelatedTasks(KeptModel model, int slot, TaskData data, SequenceSource features, Backend backend) {
        this.model = model;
        this.backend = backend;
        this.workspace = new Workspace(backend);
        this.examples = data.train().take(EXAMPLES);
        this.slot = slot;
        this.features = features;
        this.targets = examples.collect(example -> target(data, example)).toArray(new double[0][]);
    }

    private static double[] target(TaskData data, Example example) {
        if (data.task().range() != null) {
            return new double[] {example.score()};
        }
        double[] oneHot = new double[data.task().classes()];
        oneHot[example.label()] = 1;
        return oneHot;
    }

    /** Every other task of the model, the most related first. */
    List<Relatedness> ranked() {
        List<RelatednessRanking.Measured> measured = new ArrayList<>();
        List<Double> own = MeanFeatures.of(features, slot, examples.size());
        for (KeptTask task : model.tasks()) {
            if (task.slot() != slot) {
                GateOutput output = throughGates(task.slot());
                measured.add(new RelatednessRanking.Measured(
                        task.name(),
                        RidgeProbe.score(output.pooled(), targets),
                        overlap(task, output),
                        task.features().isEmpty() ? null : cosine(own, task.features())));
            }
        }
        return RelatednessRanking.of(measured);
    }

    private static double cosine(List<Double> a, List<Double> b) {
        double product = 0;
        double squareOfA = 0;
        double squareOfB = 0;
        for (int i = 0; i < a.size(); i++) {
            product += a.get(i) * b.get(i);
            squareOfA += a.get(i) * a.get(i);
            squareOfB += b.get(i) * b.get(i);
        }
        return squareOfA == 0 || squareOfB == 0 ? 0 : product / Math.sqrt(squareOfA * squareOfB);
    }

    private @Nullable Double overlap(KeptTask task, GateOutput output) {
        List<Integer> layers = model.network().sparseLayers();
        double sum = 0;
        for (int i = 0; i < layers.size(); i++) {
            List<Double> known = task.routing().get(String.valueOf(layers.get(i)));
            if (known == null || known.isEmpty()) {
                return null;
            }
            sum += RoutingMap.overlap(output.load().get(i), known);
        }
        return layers.isEmpty() ? null : sum / layers.size();
    }

    private GateOutput throughGates(int gate) {
        MultiTaskModel network = model.network();
        float[][] pooled = new float[examples.size()][];
        List<RoutingStats> stats = new ArrayList<>();
        for (int from = 0; from < pooled.length; from += AT_ONCE) {
            int[] some = IntStream.range(from, Math.min(from + AT_ONCE, pooled.length))
                    .toArray();
            Context ctx = Context.inference(backend, workspace);
            Network.Output output = network.forward(ctx, BatchTensors.of(ctx, batch(gate, some)));
            float[] rows = backend.readFloats(output.pooled().value());
            int width = output.pooled().shape().columns();
            for (int i = 0; i < some.length; i++) {
                pooled[from + i] = Arrays.copyOfRange(rows, i * width, (i + 1) * width);
            }
            for (int layer = 0; layer < output.sparse().size(); layer++) {
                MoeLayer.Output sparse = output.sparse().get(layer);
                if (stats.size() == layer) {
                    stats.add(new RoutingStats(
                            model.config().slots(), sparse.routing().expertCount()));
                }
                stats.get(layer).add(ctx, RoutingStats.count(ctx, sparse.routing()));
            }
        }
        return new GateOutput(
                pooled,
                stats.stream()
                        .map(each -> DoubleStream.of(each.load(gate)).boxed().toList())
                        .toList());
    }

    /** Examples of the new task as sequences of the task whose gates they go through. */
    private Batch batch(int gate, int[] some) {
        features.prepare(slot, Split.TRAIN, some);
        ImmutableList<Batch.Sequence> sequences = Lists.immutable.fromStream(IntStream.of(some)
                .mapToObj(i -> new Batch.Sequence(
                        gate,
                        -1,
                        1,
                        features.rows(slot, Split.TRAIN, i),
                        features.tokens(slot, Split.TRAIN, i),
                        Float.NaN)));
        return Batch.of(model.config().slots(), features.width(), AT_ONCE, sequences);
    }
}
