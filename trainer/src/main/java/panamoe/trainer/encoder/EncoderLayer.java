package panamoe.trainer.encoder;

import java.util.List;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.autograd.nn.LayerNorm;
import panamoe.autograd.nn.Scope;
import panamoe.autograd.nn.SelfAttention;
import panamoe.moe.MoeLayer;
import panamoe.moe.Rows;
import panamoe.tensor.Tensor;

/**
 * One post-norm Transformer layer (Vaswani et al. 2017, section 3.1): {@code a = norm(x + attention(x))}, {@code y =
 * norm(a + feedForward(a))}.
 */
final class EncoderLayer {

    private final SelfAttention attention;
    private final LayerNorm attentionNorm;
    private final FeedForwardBlock feedForward;
    private final LayerNorm feedForwardNorm;

    EncoderLayer(Scope scope, BertConfig config, FeedForwardBlock.Factory factory, FeedForwardWeights pretrained) {
        attention = new SelfAttention(scope.child("attention"), config.width(), config.heads());
        attentionNorm = new LayerNorm(scope.child("attentionNorm"), config.width(), config.layerNormEps());
        feedForward = factory.create(scope, pretrained);
        feedForwardNorm = new LayerNorm(scope.child("feedForwardNorm"), config.width(), config.layerNormEps());
    }

    FeedForwardBlock feedForward() {
        return feedForward;
    }

    /**
     * Computes {@code x[n, d] -> y[n, d]}.
     *
     * @param offsets {@code I32[S + 1]}: where each sequence begins
     * @param rows the tasks and tokens of the rows, which the gate of a mixture reads; null if the block is dense
     * @param sparse receives the output of the block if it is a mixture
     */
    Var forward(Context ctx, Var x, Tensor offsets, @Nullable Rows rows, List<MoeLayer.Output> sparse) {
        Var a = attentionNorm
                .forward(ctx, x, attention.forward(ctx, x, offsets))
                .normalized();
        Var f = switch (feedForward) {
            case FeedForwardBlock.Dense dense -> dense.network().forward(ctx, a);
            case FeedForwardBlock.Sparse mixture -> {
                if (rows == null) {
                    throw new IllegalArgumentException("a mixture of experts needs the rows that its gate reads");
                }
                MoeLayer.Output output = mixture.layer().forward(ctx, a, rows);
                sparse.add(output);
                yield output.y();
            }
        };
        return feedForwardNorm.forward(ctx, a, f).normalized();
    }
}
