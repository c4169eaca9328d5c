package panamoe.trainer.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.moe.MoeLayer;
import panamoe.moe.Rows;
import panamoe.tensor.Check;
import panamoe.tensor.Tensor;

/**
 * The trained layers of a BERT encoder; each has its own kind of {@link FeedForwardBlock}. A {@link FrozenEncoder} computes the
 * layers below them.
 */
public final class Encoder {

    private final ImmutableList<EncoderLayer> layers;

    /**
     * Registers the layers {@code first} (inclusive) to {@code end} (exclusive), counted from 0, as
     * {@code encoder.layer.<i>}, with their pretrained weights.
     *
     * @param feedForward the factory of the block of a layer, by the index of the layer
     * @throws IllegalArgumentException if the range is empty or exceeds the layers of the encoder
     */
    public Encoder(
            Scope scope, BertWeights weights, int first, int end, IntFunction<FeedForwardBlock.Factory> feedForward) {
        int available = weights.config().layers();
        Check.that(
                first >= 0 && first < end && end <= available,
                "encoder layers " + first + " to " + end + " (exclusive): expected a range within 0 to " + available);
        Scope pretrained = scope.pretrained(PretrainedNames.values(weights));
        MutableList<EncoderLayer> list = Lists.mutable.empty();
        for (int i = first; i < end; i++) {
            list.add(new EncoderLayer(
                    pretrained.child("encoder.layer." + i),
                    weights.config(),
                    feedForward.apply(i),
                    FeedForwardWeights.of(weights, i)));
        }
        layers = list.toImmutable();
    }

    /**
     * The result of a forward pass.
     *
     * @param hidden the last layer's output, {@code [n, d]}
     * @param sparse the output of each mixture of experts, from the lowest layer up; empty in a dense encoder
     */
    public record Output(Var hidden, List<MoeLayer.Output> sparse) {}

    /** The feed-forward blocks from the lowest layer up. */
    public ImmutableList<FeedForwardBlock> feedForwardBlocks() {
        return layers.collect(EncoderLayer::feedForward);
    }

    /**
     * Computes {@code x[n, d] -> hidden[n, d]}.
     *
     * @param x the output of the layer below
     * @param offsets {@code I32[S + 1]}: where each sequence begins
     * @param rows the tasks and tokens of the rows, which the gates read; may be null in a dense encoder
     * @throws IllegalArgumentException if {@code rows} is null in an encoder with mixtures of experts
     */
    public Output forward(Context ctx, Var x, Tensor offsets, @Nullable Rows rows) {
        Check.that(
                rows != null || feedForwardBlocks().noneSatisfy(FeedForwardBlock.Sparse.class::isInstance),
                "rows null: expected the rows, which the gates of the mixtures of experts read");
        List<MoeLayer.Output> sparse = new ArrayList<>();
        Var hidden = x;
        for (EncoderLayer layer : layers) {
            hidden = layer.forward(ctx, hidden, offsets, rows, sparse);
        }
        return new Output(hidden, List.copyOf(sparse));
    }
}
