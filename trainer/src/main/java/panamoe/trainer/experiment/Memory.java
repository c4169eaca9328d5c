package panamoe.trainer.experiment;

import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;

/** Whether a run fits into the heap: asked before it begins, since it would fail only after minutes. */
public final class Memory {

    /** Values, gradients and two moments, and a copy of the values on either side of a unit. */
    private static final int COPIES = 6;

    /** The pretrained weights, the suite, and the activations of a step. */
    private static final long REST = 400L << 20;

    private Memory() {}

    /**
     * Checks it.
     *
     * @param heap bytes that the JVM may use
     * @throws UserError if it does not fit
     */
    public static void requireFits(Design design, FrozenFeatures features, BertConfig encoder, long heap) {
        long models = design.settings().methods().stream()
                .mapToLong(method -> bytes(method, design, encoder))
                .max()
                .orElseThrow();
        long need = features.bytes() + models + REST;
        if (need > heap) {
            throw new UserError(
                    "this run needs about %d MB of heap and has %d MB: choose a smaller --preset or fewer --train-layers, or give more with JAVA_OPTS=-Xmx%dm"
                            .formatted(need >> 20, heap >> 20, need >> 20));
        }
    }

    private static long bytes(Method method, Design design, BertConfig encoder) {
        RunSettings settings = design.settings();
        ModelSettings model = settings.model();
        long width = encoder.width();
        long attention = 4 * width * width;
        long feedForward = 2 * width * encoder.feedForward();
        long layers = model.lastLayer() - model.firstLayer() + 1;
        long experts = method.isSparse()
                ? (long) model.moe().layers().size()
                        * method.gate().experts(model.moe(), design.slots().count())
                : 0;
        int copies = COPIES;
        if (method.weighting().comparesTasks()) { // each task's gradient as it was and as it became, and their sum
            copies += 2 * settings.training().tasksPerBatch(method.weighting()) + 1;
        }
        return copies * (layers * (attention + feedForward) + experts * feedForward) * Float.BYTES;
    }
}
