package panamoe.trainer.experiment;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.learner.ExpertUnits;
import panamoe.trainer.learner.GateKind;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MoeSettings;
import panamoe.trainer.tasks.Split;

/** Estimates before a run whether it fits into the heap. Without the check it would fail only after minutes. */
public final class Memory {

    /** Copies of the parameters: values, gradients, two moments of AdamW, and one copy of the values before and after a unit. */
    private static final int COPIES = 6;

    /** Bytes for everything else: the suite, and the activations of a step with batches of some thousand tokens. */
    private static final long REST = 228L << 20;

    /** The pretrained weights as they were read, and the frozen layers. */
    private static final int PRETRAINED_COPIES = 2;

    /** Rows of the hidden size that a layer keeps per token for the backward pass. */
    private static final int KEPT_ROWS = 8;

    /** Rows of the inner size of the feed-forward block that a layer keeps per token for the backward pass. */
    private static final int KEPT_INNER_ROWS = 2;

    private Memory() {}

    /**
     * Checks that a run fits into the heap.
     *
     * @param heap the maximum heap of the JVM, in bytes
     * @return the estimated bytes of heap
     * @throws UserError if the estimate exceeds the heap
     */
    public static long requireFits(Design design, FrozenFeatures features, BertConfig encoder, long heap) {
        long need = needed(design, features, encoder);
        if (need > heap) {
            throw new UserError(
                    "this run needs about %d MB of heap and has %d MB: choose a smaller --preset, fewer --train-layers, fewer model.moe.experts or a smaller training.batch-size, or give more with JAVA_OPTS=-Xmx%dm"
                            .formatted(need >> 20, heap >> 20, need >> 20));
        }
        return need;
    }

    /** The bytes of heap that a run needs, about, if one unit is done at a time. */
    public static long needed(Design design, FrozenFeatures features, BertConfig encoder) {
        long models = design.settings().methods().stream()
                .mapToLong(method -> bytes(method, design, encoder))
                .max()
                .orElseThrow();
        long rows = features.rows();
        return rows * encoder.width() * Float.BYTES
                + models
                + PRETRAINED_COPIES * encoder.weights() * Float.BYTES
                + Math.max(REST, activations(design, rows, encoder));
    }

    /** Bytes of the activations of a batch of sequences of mean length. */
    private static long activations(Design design, long rows, BertConfig encoder) {
        RunSettings settings = design.settings();
        long examples = IntStream.range(0, design.slots().count())
                .mapToObj(design.slots()::get)
                .mapToLong(data -> Stream.of(Split.values())
                        .mapToLong(split -> data.examples(split).size())
                        .sum())
                .sum();
        long layers = settings.model().lastLayer() - settings.model().firstLayer() + 1;
        long keptPerRow = KEPT_ROWS * encoder.width() + KEPT_INNER_ROWS * encoder.feedForward();
        return settings.training().batchSize() * (rows / examples) * layers * keptPerRow * Float.BYTES;
    }

    private static long bytes(Method method, Design design, BertConfig encoder) {
        RunSettings settings = design.settings();
        ModelSettings model = settings.model();
        long width = encoder.width();
        long attention = 4 * width * width;
        long feedForward = 2 * width * encoder.feedForward();
        long layers = model.lastLayer() - model.firstLayer() + 1;
        long mixtures = method.isSparse() ? mixtures(method.sparseGate(), design, encoder) : 0;
        int copies = COPIES;
        if (method.weighting()
                .comparesTasks()) { // at most each task's gradient before and after it is changed, and the sum of all
            copies += 2 * settings.training().tasksPerBatch(method.weighting()) + 1;
        }
        return copies * (layers * (attention + feedForward) + mixtures) * Float.BYTES;
    }

    /** The weights of the mixtures of all layers. */
    private static long mixtures(GateKind gate, Design design, BertConfig encoder) {
        MoeSettings moe = design.settings().model().moe();
        ExpertUnits units = ExpertUnits.of(gate, moe, encoder.feedForward());
        return moe.layers().size()
                * units.weights(
                        encoder.width(), gate.experts(moe, design.slots().count()));
    }
}
