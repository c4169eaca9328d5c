package panamoe.trainer.encoder;

import panamoe.autograd.nn.FeedForward;
import panamoe.autograd.nn.Scope;
import panamoe.moe.MoeLayer;

/** What stands in the feed-forward slot of an encoder layer: {@code [n, d] -> [n, d]}. */
public sealed interface FeedForwardBlock {

    /** One network for all rows. */
    record Dense(FeedForward network) implements FeedForwardBlock {}

    /** A mixture of experts. */
    record Sparse(MoeLayer layer) implements FeedForwardBlock {}

    /** Makes the block of a layer. */
    @FunctionalInterface
    interface Factory {

        /**
         * Registers a block's parameters.
         *
         * @param scope the layer's scope; its pretrained values know {@code feedForward.in} and {@code feedForward.out}
         * @param pretrained the dense network of this layer, to start from
         */
        FeedForwardBlock create(Scope scope, Pretrained pretrained);

        /** Keeps the pretrained dense network. */
        static Factory dense() {
            return (scope, pretrained) ->
                    new Dense(new FeedForward(scope.child("feedForward"), pretrained.width(), pretrained.hidden()));
        }
    }

    /**
     * A pretrained network {@code gelu(x w1 + b1) w2 + b2}, row-major; not to be modified.
     *
     * @param weight1 {@code [d, h]}
     * @param bias1 {@code [h]}
     * @param weight2 {@code [h, d]}
     * @param bias2 {@code [d]}
     */
    record Pretrained(float[] weight1, float[] bias1, float[] weight2, float[] bias2) {

        /** The network of one layer, counted from 0. */
        static Pretrained of(BertWeights weights, int layer) {
            String name = "encoder.layer." + layer;
            return new Pretrained(
                    weights.get(name + ".intermediate.dense.weight").values(),
                    weights.get(name + ".intermediate.dense.bias").values(),
                    weights.get(name + ".output.dense.weight").values(),
                    weights.get(name + ".output.dense.bias").values());
        }

        /** The model width d. */
        public int width() {
            return bias2.length;
        }

        /** The inner width h. */
        public int hidden() {
            return bias1.length;
        }
    }
}
