package panamoe.bench.step;

import panamoe.tensor.Check;

/** The sizes of a {@link StepModel} and its batches. */
public record StepSizes(Transformer transformer, Mixture mixture, Inputs inputs) {

    /**
     * The sizes of the encoder.
     *
     * @param layers how many there are
     * @param width of a row, d
     * @param heads of each attention, a divisor of d
     * @param hidden the inner width of each feed-forward network
     */
    public record Transformer(int layers, int width, int heads, int hidden) {

        /** Checks what the layers do not check themselves. */
        public Transformer {
            Check.that(layers >= 1, "a model of " + layers + " layers: expected at least 1");
        }
    }

    /**
     * The sizes of every other layer's feed-forward block.
     *
     * @param experts of each mixture; 0 makes every layer dense
     * @param k experts per row
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
     * @param sequences per batch
     * @param length of every sequence
     * @param vocabulary different tokens
     * @param tasks with a gate and a head each
     */
    public record Inputs(int sequences, int length, int vocabulary, int tasks) {

        /** Checks that there is something of each. */
        public Inputs {
            Check.that(
                    sequences >= 1 && length >= 1,
                    "a batch of " + sequences + " sequences of length " + length + ": expected at least 1 of each");
            Check.that(
                    vocabulary >= 1 && tasks >= 1, vocabulary + " tokens and " + tasks + " tasks: expected at least 1");
        }
    }

    /** The model whose step is compared with other engines: 1024 tokens, eight experts in every other layer. */
    public static StepSizes defaults() {
        return new StepSizes(new Transformer(4, 256, 4, 1024), new Mixture(8, 1), new Inputs(32, 32, 8192, 8));
    }

    /** A model of the size of MiniLM's encoder, 2048 tokens. */
    public static StepSizes large() {
        return new StepSizes(new Transformer(6, 384, 12, 1536), new Mixture(8, 1), new Inputs(32, 64, 8192, 8));
    }

    /** The same model with a dense network in every layer: as many operations per token. */
    public StepSizes dense() {
        return withExperts(0);
    }

    /** The same but for the number of experts. */
    public StepSizes withExperts(int count) {
        return new StepSizes(transformer, new Mixture(count, k()), inputs);
    }

    /** The same but for the experts per row. */
    public StepSizes withK(int chosen) {
        return new StepSizes(transformer, new Mixture(experts(), chosen), inputs);
    }

    /** The same but for the number of sequences per batch. */
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

    /** The rows of a batch, n: its tokens. */
    public int rows() {
        return sequences() * length();
    }

    /**
     * The multiplications and additions of one step's matrix products and attention, in 10^9: those of the forward pass,
     * and twice as many for the gradients of both factors.
     */
    public double gflop() {
        double d = width();
        double attention = 8 * d * d + 4 * d * length();
        double network = 4 * d * hidden();
        double forward = 0;
        for (int layer = 0; layer < layers(); layer++) {
            forward += attention + (isMixture(layer) ? k() * network + 2 * d * experts() : network);
        }
        return 3e-9 * rows() * forward;
    }

    /** Does this layer choose among experts? Every other one does, from the second on. */
    boolean isMixture(int layer) {
        return isSparse() && layer % 2 == 1;
    }
}
