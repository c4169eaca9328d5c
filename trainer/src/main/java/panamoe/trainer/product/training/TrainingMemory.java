package panamoe.trainer.product.training;

import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.learner.ModelSettings;

/** Whether the weights of a training fit into the heap: asked before they are read. What its steps need comes on top. */
public final class TrainingMemory {

    /** Values, gradients and two moments. */
    private static final int COPIES = 4;

    private TrainingMemory() {}

    /**
     * Checks it.
     *
     * @param tasks that are learnt
     * @param heap bytes that the JVM may use
     * @throws UserError if they do not fit
     */
    public static void requireFits(TrainSettings settings, int tasks, BertConfig encoder, long heap) {
        long need = Float.BYTES * (encoder.weights() + COPIES * trained(settings, tasks, encoder));
        if (need > heap) {
            throw new UserError(
                    "the weights of this training need %d MB of heap, beside its steps, and have %d MB: train fewer layers (model.first-layer) or experts (model.moe), take a smaller encoder, or give more with JAVA_OPTS=-Xmx%dm"
                            .formatted(need >> 20, heap >> 20, need >> 19));
        }
    }

    /** The trained weights of matrices, beside which the others are few. */
    private static long trained(TrainSettings settings, int tasks, BertConfig encoder) {
        ModelSettings model = settings.model();
        long attention = 4L * encoder.width() * encoder.width();
        long feedForward = 2L * encoder.width() * encoder.feedForward();
        long layers = model.lastLayer() - model.firstLayer() + 1;
        if (!settings.method().isSparse()) {
            return layers * (attention + feedForward);
        }
        long sparse = model.moe().layers().size();
        long experts = settings.method().gate().experts(model.moe(), tasks);
        return layers * attention + (layers - sparse + sparse * experts) * feedForward;
    }
}
