package panamoe.bench;

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

    /** The same model with a dense network in every layer: as many operations per token. */
    public StepSizes dense() {
        return new StepSizes(layers, width, heads, hidden, 0, k, sequences, length, vocabulary, tasks);
    }

    /** The rows of a batch, n. */
    public int rows() {
        return sequences * length;
    }
}
