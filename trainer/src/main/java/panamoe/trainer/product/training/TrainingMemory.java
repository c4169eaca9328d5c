package panamoe.trainer.product.training;

import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.learner.ExpertUnits;
import panamoe.trainer.learner.GateKind;
import panamoe.trainer.learner.ModelSettings;

/** Checks, before weights are read, that the weights of a training fit into the heap. Its steps need more memory, which is not counted. */
public final class TrainingMemory {

    /** The copies of a trained weight: its value, its gradient and AdamW's two moments. */
    private static final int COPIES = 4;

    private TrainingMemory() {}

    /**
     * Checks that the weights fit.
     *
     * @param tasks the number of tasks to learn
     * @param processes of which each has a part of the experts; 1 for all experts
     * @param heap the largest size of the heap, in bytes
     * @throws UserError if the weights do not fit
     */
    public static void requireFits(TrainSettings settings, int tasks, BertConfig encoder, int processes, long heap) {
        long need = Float.BYTES * (encoder.weights() + COPIES * trained(settings, tasks, encoder, processes));
        if (need > heap) {
            throw new UserError(
                    "the weights of this training need %d MB of heap, and its steps need more; Java may use %d MB: train fewer layers (model.first-layer) or experts (model.moe), take a smaller encoder, or allow more with JAVA_OPTS=-Xmx%dm"
                            .formatted(need >> 20, heap >> 20, need >> 19));
        }
    }

    /** The number of trained weights in matrices. The weights of vectors are few and are not counted. */
    private static long trained(TrainSettings settings, int tasks, BertConfig encoder, int processes) {
        ModelSettings model = settings.model();
        long attention = 4L * encoder.width() * encoder.width();
        long feedForward = 2L * encoder.width() * encoder.feedForward();
        long layers = model.lastLayer() - model.firstLayer() + 1;
        if (!settings.method().isSparse()) {
            return layers * (attention + feedForward);
        }
        long sparse = model.moe().layers().size();
        GateKind gate = settings.method().sparseGate();
        long mixture = ExpertUnits.of(gate, model.moe(), encoder.feedForward())
                .weights(encoder.width(), gate.experts(model.moe(), tasks) / processes);
        return layers * attention + (layers - sparse) * feedForward + sparse * mixture;
    }
}
