package panamoe.bench.step;

import panamoe.tensor.Check;

/**
 * The sizes of a {@link StepModel} and its batches.
 *
 * @param layers of the encoder
 * @param width of a row, d
 * @param heads of each attention, a divisor of d
 * @param hidden the inner width of each feed-forward network
 * @param experts of each mixture; 0 makes every layer dense
 * @param k experts per row
 * @param sequences per batch
 * @param length of every sequence
 * @param vocabulary different tokens
 * @param tasks with a gate and a head each
 */
public record StepSizes(
        int layers,
        int width,
        int heads,
        int hidden,
        int experts,
        int k,
        int sequences,
        int length,
        int vocabulary,
        int tasks) {

    /** Checks what the layers do not check themselves. */
    public StepSizes {
        Check.that(layers >= 1, "a model of " + layers + " layers: expected at least 1");
        Check.that(experts >= 0, "a model of " + experts + " experts: expected 0 (dense) or more");
        Check.that(
                sequences >= 1 && length >= 1,
                "a batch of " + sequences + " sequences of length " + length + ": expected at least 1 of each");
        Check.that(vocabulary >= 1 && tasks >= 1, vocabulary + " tokens and " + tasks + " tasks: expected at least 1");
    }

    /** The model whose step is compared with other engines: 1024 tokens, eight experts in every other layer. */
    public static StepSizes defaults() {
        return new StepSizes(4, 256, 4, 1024, 8, 1, 32, 32, 8192, 8);
    }

    /** A model of the size of MiniLM's encoder, 2048 tokens. */
    public static StepSizes large() {
        return new StepSizes(6, 384, 12, 1536, 8, 1, 32, 64, 8192, 8);
    }

    /** The same model with a dense network in every layer: as many operations per token. */
    public StepSizes dense() {
        return withExperts(0);
    }

    /** The same but for the number of experts. */
    public StepSizes withExperts(int count) {
        return new StepSizes(layers, width, heads, hidden, count, k, sequences, length, vocabulary, tasks);
    }

    /** The same but for the experts per row. */
    public StepSizes withK(int chosen) {
        return new StepSizes(layers, width, heads, hidden, experts, chosen, sequences, length, vocabulary, tasks);
    }

    /** The same but for the number of sequences per batch. */
    public StepSizes withSequences(int count) {
        return new StepSizes(layers, width, heads, hidden, experts, k, count, length, vocabulary, tasks);
    }

    /** True if there are experts. */
    public boolean isSparse() {
        return experts > 0;
    }

    /** The rows of a batch, n: its tokens. */
    public int rows() {
        return sequences * length;
    }

    /**
     * The multiplications and additions of one step's matrix products and attention, in 10^9: those of the forward pass,
     * and twice as many for the gradients of both factors.
     */
    public double gflop() {
        double d = width;
        double attention = 8 * d * d + 4 * d * length;
        double network = 4 * d * hidden;
        double forward = 0;
        for (int layer = 0; layer < layers; layer++) {
            forward += attention + (isMixture(layer) ? k * network + 2 * d * experts : network);
        }
        return 3e-9 * rows() * forward;
    }

    /** Does this layer choose among experts? Every other one does, from the second on. */
    boolean isMixture(int layer) {
        return isSparse() && layer % 2 == 1;
    }
}
