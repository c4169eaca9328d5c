package panamoe.trainer.encoder;

/**
 * The weights of a pretrained network {@code gelu(x w1 + b1) w2 + b2}, row-major; not to be modified.
 *
 * @param weight1 {@code [d, h]}
 * @param bias1 {@code [h]}
 * @param weight2 {@code [h, d]}
 * @param bias2 {@code [d]}
 */
public record FeedForwardWeights(float[] weight1, float[] bias1, float[] weight2, float[] bias2) {

    /** The network of one layer, counted from 0. */
    static FeedForwardWeights of(BertWeights weights, int layer) {
        String name = "encoder.layer." + layer;
        return new FeedForwardWeights(
                weights.get(name + ".intermediate.dense.weight").values(),
                weights.get(name + ".intermediate.dense.bias").values(),
                weights.get(name + ".output.dense.weight").values(),
                weights.get(name + ".output.dense.bias").values());
    }

    /** The hidden size d of the encoder. */
    public int width() {
        return bias2.length;
    }

    /** The hidden size h of the network. */
    public int hidden() {
        return bias1.length;
    }
}
