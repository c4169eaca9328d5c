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

    /** Creates the block of a layer. */
    @FunctionalInterface
    interface Factory {

        /**
         * Creates a block and registers its parameters.
         *
         * @param scope the scope of the layer, with pretrained values for {@code feedForward.in} and {@code feedForward.out}
         * @param pretrained the pretrained dense network of this layer, for the initial values
         */
        FeedForwardBlock create(Scope scope, FeedForwardWeights pretrained);

        /** A factory that keeps the pretrained dense network. */
        static Factory dense() {
            return (scope, pretrained) ->
                    new Dense(new FeedForward(scope.child("feedForward"), pretrained.width(), pretrained.hidden()));
        }
    }
}
