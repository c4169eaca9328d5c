package panamoe.moe;

import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.DType;
import panamoe.tensor.Tensor;

/** A {@link Selection} in which each row chooses the same number of experts and no choice is dropped. */
public sealed interface TokenChoice extends Selection permits TopK, NoisyTopK, BiasedTopK, AllExperts, OwnExperts {

    /**
     * The choices of all rows, including padding rows.
     *
     * @param logits {@code [n, E]}: the scores that determined the choice
     * @param probabilities {@code [n, E]}: their softmax
     * @param experts {@code I32[n, k]}: the chosen experts, distinct within a row
     * @param weights {@code [n, k]}
     * @param noisyScores the scores of the choice; null for a selection without noise
     */
    record Choice(
            Var logits, Var probabilities, Tensor experts, Var weights, Routing.@Nullable NoisyScores noisyScores) {

        /** The choices of the rows that are not padding, -1 for the others: {@code I32[n, k]}. */
        Tensor routed(Context ctx, Rows rows) {
            Tensor routed = ctx.allocate(DType.I32, experts.shape());
            ctx.backend().maskIndex(experts, rows.task(), routed);
            return routed;
        }
    }

    /** Chooses for every row, including padding rows, so that no weight is 0 / 0. */
    Choice choose(Context ctx, Var x, Var logits);

    @Override
    default Routing route(Context ctx, Var x, Var logits, Rows rows) {
        Choice choice = choose(ctx, x, logits);
        Tensor routed = choice.routed(ctx, rows);
        return new Routing(
                choice.logits(),
                choice.probabilities(),
                routed,
                choice.weights(),
                rows,
                routed,
                routed.size(),
                choice.noisyScores());
    }
}
