package panamoe.trainer.encoder;

import java.util.Arrays;
import panamoe.tensor.Check;

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

    /**
     * The part of the network with some of its hidden units. Parts that together have all units, and whose shares of the output bias
     * sum to 1, sum to the network.
     *
     * @param from the first unit
     * @param to the unit after the last one
     * @param biasShare the share of {@code bias2} in {@code bias2} of the part
     */
    public FeedForwardWeights units(int from, int to, double biasShare) {
        Check.that(
                from >= 0 && from < to && to <= hidden(),
                () -> "hidden units " + from + " to " + (to - 1) + ": expected some of " + hidden());
        int d = width();
        int units = to - from;
        if (units == hidden() && biasShare == 1) {
            return this;
        }
        float[] in = new float[d * units];
        for (int row = 0; row < d; row++) {
            System.arraycopy(weight1, row * hidden() + from, in, row * units, units);
        }
        float[] bias = new float[d];
        for (int i = 0; i < d; i++) {
            bias[i] = (float) (bias2[i] * biasShare);
        }
        return new FeedForwardWeights(
                in, Arrays.copyOfRange(bias1, from, to), Arrays.copyOfRange(weight2, from * d, to * d), bias);
    }
}
