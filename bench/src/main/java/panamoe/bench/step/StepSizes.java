package panamoe.bench.step;

import panamoe.tensor.Check;

/** The sizes of a {@link StepModel} and of its batches. */
public record StepSizes(Transformer transformer, Mixture mixture, Inputs inputs) {

    /**
     * The sizes of the encoder.
     *
     * @param layers number of layers
     * @param width hidden size, d
     * @param heads number of attention heads, a divisor of d
     * @param hidden inner size of each feed-forward network
     */
    public record Transformer(int layers, int width, int heads, int hidden) {

        /** Checks what the layers do not check themselves. */
        public Transformer {
            Check.that(layers >= 1, "a model of " + layers + " layers: expected at least 1");
            Check.that(hidden >= 1, "feed-forward networks of inner size " + hidden + ": expected at least 1");
        }
    }

    /**
     * The sizes of the mixture in every other layer.
     *
     * @param experts number of experts of each mixture; 0 makes every layer dense
     * @param k number of experts per row
     */
    public record Mixture(int experts, int k) {

        /** Checks what the layers do not check themselves. */
        public Mixture {
            Check.that(experts >= 0, "a model of " + experts + " experts: expected 0 (dense) or more");
        }
    }

    /**
     * The sizes of the batches.
     *
     * @param sequences number of sequences per batch
     * @param length tokens of each sequence
     * @param vocabulary size of the vocabulary
     * @param tasks number of tasks, each with a gate and a head
     */
    public record Inputs(int sequences, int length, int vocabulary, int tasks) {

        /** @throws IllegalArgumentException if one of them is below 1 */
        public Inputs {
            Check.that(
                    sequences >= 1 && length >= 1,
                    "a batch of " + sequences + " sequences of length " + length + ": expected at least 1 of each");
            Check.that(
                    vocabulary >= 1 && tasks >= 1, vocabulary + " tokens and " + tasks + " tasks: expected at least 1");
        }
    }

    /** The model of the comparisons with other engines: 1024 tokens per batch, 8 experts in every other layer. */
    public static StepSizes defaults() {
        return new StepSizes(new Transformer(4, 256, 4, 1024), new Mixture(8, 1), new Inputs(32, 32, 8192, 8));
    }

    /** A model of the size of MiniLM's encoder: 2048 tokens per batch. */
    public static StepSizes large() {
        return new StepSizes(new Transformer(6, 384, 12, 1536), new Mixture(8, 1), new Inputs(32, 64, 8192, 8));
    }

    /** These sizes with a dense network in every layer. It has as many operations per token as experts with k 1. */
    public StepSizes dense() {
        return withExperts(0);
    }

    /** These sizes with another number of experts. */
    public StepSizes withExperts(int count) {
        return new StepSizes(transformer, new Mixture(count, k()), inputs);
    }

    /** These sizes with another number of experts per row. */
    public StepSizes withK(int chosen) {
        return new StepSizes(transformer, new Mixture(experts(), chosen), inputs);
    }

    /** These sizes with another number of sequences per batch. */
    public StepSizes withSequences(int count) {
        return new StepSizes(transformer, mixture, new Inputs(count, length(), vocabulary(), tasks()));
    }

    /** {@link Transformer#layers}. */
    public int layers() {
        return transformer.layers();
    }

    /** {@link Transformer#width}. */
    public int width() {
        return transformer.width();
    }

    /** {@link Transformer#heads}. */
    public int heads() {
        return transformer.heads();
    }

    /** {@link Transformer#hidden}. */
    public int hidden() {
        return transformer.hidden();
    }

    /** {@link Mixture#experts}. */
    public int experts() {
        return mixture.experts();
    }

    /** {@link Mixture#k}. */
    public int k() {
        return mixture.k();
    }

    /** {@link Inputs#sequences}. */
    public int sequences() {
        return inputs.sequences();
    }

    /** {@link Inputs#length}. */
    public int length() {
        return inputs.length();
    }

    /** {@link Inputs#vocabulary}. */
    public int vocabulary() {
        return inputs.vocabulary();
    }

    /** {@link Inputs#tasks}. */
    public int tasks() {
        return inputs.tasks();
    }

    /** True if there are experts. */
    public boolean isSparse() {
        return experts() > 0;
    }

    /** The rows of a batch, which are its tokens. */
    public int rows() {
        return sequences() * length();
    }

    /**
     * The multiplications and additions of the matrix products and the attention of a step, in 10^9. The backward pass has twice as many as
     * the forward pass, because it computes the gradients of both factors.
     */
    public double gflop() {
        double d = width();
        double others = layers() * (8 * d * d + 4 * d * length());
        for (int layer = 0; layer < layers(); layer++) {
            others += isMixture(layer) ? 2 * d * experts() : network();
        }
        return 3e-9 * rows() * (others + expertOperations());
    }

    /** The part of {@link #gflop} that the experts compute. */
    public double expertPart() {
        return 3e-9 * rows() * expertOperations() / gflop();
    }

    /** The operations of all experts for a row in the forward pass. */
    private double expertOperations() {
        return mixtures() * k() * network();
    }

    private double network() {
        return 4.0 * width() * hidden();
    }

    /** The number of layers that are mixtures of experts. */
    public int mixtures() {
        return isSparse() ? layers() / 2 : 0;
    }

    /** True if the layer is a mixture of experts: every other layer, from the second on. */
    boolean isMixture(int layer) {
        return isSparse() && layer % 2 == 1;
    }
}
