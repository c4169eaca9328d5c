package panamoe.trainer.model;

/**
 * What a model is made of, beyond its pretrained encoder.
 *
 * @param firstLayer the lowest encoder layer that is trained, from 0; everything below it is frozen
 * @param lastLayer the highest encoder layer, from 0; those above it are left out
 * @param maxTokens longer texts are cut
 * @param experts per layer, in the sparse methods
 * @param k experts per token
 * @param expertNoise of the experts' start as copies of the dense block, relative to the weights' deviation
 * @param gateDeviation of the gates' first weights
 * @param gateBiasDeviation of the first per-task biases over experts
 * @param dropout rate after each block and before the heads
 */
public record ModelSettings(
        int firstLayer,
        int lastLayer,
        int maxTokens,
        int experts,
        int k,
        double expertNoise,
        double gateDeviation,
        double gateBiasDeviation,
        double dropout) {

    /** @throws IllegalArgumentException if a setting is out of range */
    public ModelSettings {
        require(
                firstLayer >= 0 && firstLayer <= lastLayer,
                "trained layers " + firstLayer + "-" + lastLayer + ": expected first-last, from 0");
        require(maxTokens >= 3, "at most " + maxTokens + " tokens: expected at least 3");
        require(k >= 1 && k <= experts, "top-" + k + " of " + experts + " experts: expected k of 1 to experts");
        require(dropout >= 0 && dropout < 1, "dropout " + dropout + ": expected 0 <= rate < 1");
    }

    /** The defaults with these layers trained. */
    public static ModelSettings of(int firstLayer, int lastLayer) {
        return new ModelSettings(firstLayer, lastLayer, 64, 8, 1, 0.01, 0.02, 1, 0.1);
    }

    /** Other layers. */
    public ModelSettings withLayers(int first, int last) {
        return new ModelSettings(
                first, last, maxTokens, experts, k, expertNoise, gateDeviation, gateBiasDeviation, dropout);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
