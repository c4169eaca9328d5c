package panamoe.trainer.learner.training;

import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import panamoe.autograd.Context;
import panamoe.moe.MoeLayer;
import panamoe.moe.RoutingStats;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.learner.BatchTensors;
import panamoe.trainer.learner.Network;
import panamoe.trainer.tasks.Batch;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;

/**
 * Evaluates a network without changing it. Several processes of one training evaluate together: each computes a part of the examples,
 * and every process gets the results of all.
 */
public final class Evaluation {

    private static final int BATCH_SIZE = 64;

    private final Network network;
    private final Batches batches;
    private final Workspace workspace;
    private final int chunk;

    /** Evaluates {@code network} on examples of {@code batches}. */
    public Evaluation(Network network, Batches batches) {
        this(network, batches, new Workspace(network.parameters().backend()));
    }

    /** Evaluates in a shared workspace; earlier tensors of the workspace become invalid. */
    public Evaluation(Network network, Batches batches, Workspace workspace) {
        this(network, batches, workspace, BATCH_SIZE);
    }

    /** Evaluates each example in its own batch, for a network in which the examples of a batch compete for experts. */
    public static Evaluation oneByOne(Network network, Batches batches) {
        return new Evaluation(
                network, batches, new Workspace(network.parameters().backend()), 1);
    }

    private Evaluation(Network network, Batches batches, Workspace workspace, int chunk) {
        this.network = network;
        this.batches = batches;
        this.workspace = workspace;
        this.chunk = chunk;
    }

    /**
     * The metrics of a task on a split. The prediction is the label with the largest logit, on a tie the lower label. In a
     * regression task, the prediction is the first logit.
     *
     * @param steps the number of training steps of the network, for the message of a divergence
     * @throws Diverged if an output is not finite
     */
    public Measurement measure(int task, Split split, int steps) {
        Task asked = batches.slots().get(task).task();
        return asked.range() == null ? ofLabels(task, asked, split, steps) : ofScores(task, asked, split, steps);
    }

    private Measurement ofLabels(int task, Task asked, Split split, int steps) {
        Confusion answers = new Confusion(asked.classes());
        forEachOutput(task, split, (example, logits, from) -> {
            requireFinite(task, logits, from, steps);
            answers.add(example.label(), largest(logits, from, asked.classes()));
        });
        return new Measurement(
                asked.metrics().collectDouble(metric -> metric.of(answers)).toArray(), answers);
    }

    private Measurement ofScores(int task, Task asked, Split split, int steps) {
        MutableDoubleList expected = DoubleLists.mutable.empty();
        MutableDoubleList answered = DoubleLists.mutable.empty();
        forEachOutput(task, split, (example, outputs, from) -> {
            requireFinite(task, outputs, from, steps);
            expected.add(example.score());
            answered.add(outputs[from]);
        });
        return new Measurement(
                asked.metrics()
                        .collectDouble(metric -> metric.of(expected.toArray(), answered.toArray()))
                        .toArray(),
                null);
    }

    /** Receives the outputs of one example, which begin at {@code from}. */
    private interface OutputReader {
        void read(Example example, float[] outputs, int from);
    }

    private void forEachOutput(int task, Split split, OutputReader reader) {
        List<Example> examples = batches.slots().get(task).examples(split).castToList();
        for (int from = 0; from < examples.size(); from += chunk) {
            Context ctx = context();
            Network.Output output = network.forward(ctx, tensors(ctx, task, split, from, examples.size()));
            int columns = output.logits().shape().columns();
            float[] logits = ofAllProcesses(
                    ctx.backend().readFloats(output.logits().value()), own(from, examples.size()), from, columns);
            for (int i = from; i < Math.min(from + chunk, examples.size()); i++) {
                reader.read(examples.get(i), logits, (i - from) * columns);
            }
        }
    }

    private void requireFinite(int task, float[] logits, int from, int steps) {
        for (int i = from; i < from + batches.slots().get(task).task().classes(); i++) {
            if (!Float.isFinite(logits[i])) {
                throw Diverged.at(steps, batches.slots(), new int[] {task}, "logit", logits[i]);
            }
        }
    }

    /** A range of examples. */
    private record Own(int begin, int end) {}

    private Context context() {
        return Context.inference(network.parameters().backend(), workspace, batches.group());
    }

    private BatchTensors tensors(Context ctx, int task, Split split, int from, int size) {
        Own own = own(from, size);
        Batch batch =
                batches.of(task, split, IntStream.range(own.begin(), own.end()).toArray(), chunk);
        return BatchTensors.of(ctx, batch);
    }

    /** The examples of a chunk that this process computes. */
    private Own own(int from, int size) {
        ProcessGroup group = batches.group();
        int n = Math.min(chunk, size - from);
        int begin = from + n * group.rank() / group.size();
        int end = from + n * (group.rank() + 1) / group.size();
        return new Own(begin, end);
    }

    /** The logits of a chunk, from those of this process, which come first in {@code logits}. */
    private float[] ofAllProcesses(float[] logits, Own own, int from, int columns) {
        if (batches.group().isSingle()) {
            return logits;
        }
        double[] all = new double[chunk * columns];
        for (int i = 0; i < (own.end() - own.begin()) * columns; i++) {
            all[(own.begin() - from) * columns + i] = logits[i];
        }
        double[] sums = batches.group().sum(all);
        float[] whole = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            whole[i] = (float) sums[i];
        }
        return whole;
    }

    private static int largest(float[] values, int from, int n) {
        int best = 0;
        for (int i = 1; i < n; i++) {
            if (values[from + i] > values[from + best]) {
                best = i;
            }
        }
        return best;
    }

    /**
     * The routing statistics of these tasks, one table per sparse layer, lowest first.
     *
     * @param examples the number of examples per task, from the start of the split
     */
    public List<RoutingStats> routing(int[] tasks, Split split, int examples) {
        MutableList<RoutingStats> layers = Lists.mutable.empty();
        for (int task : tasks) {
            int size =
                    Math.min(examples, batches.slots().get(task).examples(split).size());
            for (int from = 0; from < size; from += chunk) {
                Context ctx = context();
                Network.Output output = network.forward(ctx, tensors(ctx, task, split, from, size));
                for (int layer = 0; layer < output.sparse().size(); layer++) {
                    MoeLayer.Output sparse = output.sparse().get(layer);
                    if (layers.size() == layer) {
                        layers.add(new RoutingStats(
                                batches.slots().count(), sparse.routing().expertCount()));
                    }
                    Tensor served = RoutingStats.count(ctx, sparse.routing());
                    Tensor wanted = RoutingStats.countWanted(ctx, sparse.routing());
                    layers.get(layer).add(ctx, served, wanted);
                    layers.get(layer).addTogether(ctx, RoutingStats.countTogether(ctx, sparse.routing()));
                }
            }
        }
        layers.forEach(layer -> layer.sum(batches.group()));
        return layers;
    }

    /** The pooled features of these examples, in order: {@code float[examples][d]}. Only one process may call it. */
    public float[][] pooled(int task, Split split, int[] examples) {
        float[][] out = new float[examples.length][];
        for (int from = 0; from < examples.length; from += chunk) {
            int[] part = java.util.Arrays.copyOfRange(examples, from, Math.min(from + chunk, examples.length));
            Context ctx = Context.inference(network.parameters().backend(), workspace);
            Network.Output output = network.forward(ctx, BatchTensors.of(ctx, batches.of(task, split, part, chunk)));
            float[] rows = ctx.backend().readFloats(output.pooled().value());
            int width = output.pooled().shape().columns();
            for (int i = 0; i < part.length; i++) {
                out[from + i] = java.util.Arrays.copyOfRange(rows, i * width, (i + 1) * width);
            }
        }
        return out;
    }
}
