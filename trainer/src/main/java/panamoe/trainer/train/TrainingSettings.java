package panamoe.trainer.train;

/**
 * How a model is trained: AdamW with a linear warm-up and a linear decay to 0, gradients clipped by their global norm. There is
 * no early stopping; the last step's model is the result.
 *
 * @param batchSize examples per step, all of one task
 * @param trunkRate highest learning rate of encoder layers and experts
 * @param headRate highest learning rate of heads and gates
 * @param weightDecay of all trained parameters
 * @param clipNorm largest norm of all gradients together
 * @param warmUp share of the steps in which the rates rise
 * @param balanceWeight of the load-balancing loss, per sparse layer
 * @param balanceDecay of the moving average of use, over all tasks, that it asks balance of
 */
public record TrainingSettings(
        int batchSize,
        double trunkRate,
        double headRate,
        double weightDecay,
        double clipNorm,
        double warmUp,
        double balanceWeight,
        double balanceDecay) {

    /** @throws IllegalArgumentException if a setting is out of range */
    public TrainingSettings {
        if (batchSize < 1
                || Math.min(Math.min(trunkRate, headRate), Math.min(weightDecay, balanceWeight)) < 0
                || clipNorm <= 0
                || !(0 <= warmUp && warmUp <= 1)
                || !(0 <= balanceDecay && balanceDecay < 1)) {
            throw new IllegalArgumentException("training settings out of range: batch size " + batchSize + ", rates "
                    + trunkRate + " and " + headRate + ", decay " + weightDecay + ", clip " + clipNorm + ", warm-up "
                    + warmUp + ", balance " + balanceWeight + " with decay " + balanceDecay);
        }
    }

    /** The defaults for training a whole model on a mixture of tasks. */
    public static TrainingSettings standard() {
        return new TrainingSettings(32, 2e-4, 1e-3, 0.01, 1, 0.1, 0.01, 0.9);
    }

    /** Another highest rate of encoder layers and experts. */
    public TrainingSettings withTrunkRate(double rate) {
        return new TrainingSettings(
                batchSize, rate, headRate, weightDecay, clipNorm, warmUp, balanceWeight, balanceDecay);
    }

    /** Another batch size. */
    public TrainingSettings withBatchSize(int size) {
        return new TrainingSettings(
                size, trunkRate, headRate, weightDecay, clipNorm, warmUp, balanceWeight, balanceDecay);
    }

    /** Without a load-balancing loss: asked of a few new tasks alone it would push them to the experts of the others. */
    public TrainingSettings withoutBalance() {
        return new TrainingSettings(batchSize, trunkRate, headRate, weightDecay, clipNorm, warmUp, 0, balanceDecay);
    }
}
