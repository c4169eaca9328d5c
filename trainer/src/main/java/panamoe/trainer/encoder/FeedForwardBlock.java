package panamoe.trainer.encoder;

import panamoe.autograd.nn.FeedForward;
import panamoe.autograd.nn.Scope;
import panamoe.moe.MoeLayer;

/** The feed-forward part of an encoder layer, dense or sparse: {@code [n, d] -> [n, d]}. */
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
        FeedForwardBlock create(Scope scope, FeedForwardWeights pretrained);

        /** Keeps the pretrained dense network. */
        static Factory dense() {
            return (scope, pretrained) ->
                    new Dense(new FeedForward(scope.child("feedForward"), pretrained.width(), pretrained.hidden()));
        }
    }
}
