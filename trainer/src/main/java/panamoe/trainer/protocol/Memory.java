package panamoe.trainer.protocol;

import panamoe.trainer.minilm.BertConfig;
import panamoe.trainer.model.FrozenFeatures;
import panamoe.trainer.model.Method;

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
        long need = features.bytes() + COPIES * modelBytes(design.settings(), encoder) + REST;
        if (need > heap) {
            throw new UserError(
                    "this run needs about %d MB of heap and has %d MB: choose a smaller --preset or fewer --train-layers, or give more with JAVA_OPTS=-Xmx%dm"
                            .formatted(need >> 20, heap >> 20, need >> 20));
        }
    }

    private static long modelBytes(RunSettings settings, BertConfig encoder) {
        long width = encoder.width();
        boolean sparse = settings.methods().stream().anyMatch(Method::isSparse);
        long attention = 4 * width * width;
        long feedForward =
                2 * width * encoder.feedForward() * (sparse ? settings.model().experts() : 1);
        long layers = settings.model().lastLayer() - settings.model().firstLayer() + 1;
        return layers * (attention + feedForward) * Float.BYTES;
    }
}
