package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Losses on a routing that are added to the task loss with a small weight. */
public final class RouterLosses {

    private RouterLosses() {}

    /**
     * Switch's load-balancing loss {@code E sum_e f_e P_e} (Fedus et al. 2021, eq. 4, without alpha): f is the share of
     * choices that went to expert e in this batch, a constant, P the mean probability. 1 when balanced, E when all rows
     * go to one expert with certainty.
     *
     * @return {@code []}
     */
    public static Var loadBalance(Context ctx, MoeLayer.Output output) {
        return balance(ctx, output, output.dispatch().fractions(ctx));
    }

    /**
     * {@link #loadBalance(Context, MoeLayer.Output)} with the moving average of the shares, this batch taken in first,
     * in place of the batch's own: balance is asked over all tasks, not of each.
     */
    public static Var loadBalance(Context ctx, MoeLayer.Output output, LoadAverage average) {
        average.update(ctx, output.dispatch().fractions(ctx));
        return balance(ctx, output, average.value());
    }

    private static Var balance(Context ctx, MoeLayer.Output output, Tensor shares) {
        int experts = output.routing().expertCount();
        Var f = ctx.constant(shares.reshape(Shape.of(1, experts)));
        return output.routing().meanProbabilities().mul(f).sum().scale(experts);
    }

    /**
     * The router z-loss: the mean over rows of {@code (ln sum_e e^logit)^2} (Zoph et al. 2022, eq. 5), which keeps
     * logits small.
     *
     * @return {@code []}
     */
    public static Var zLoss(Context ctx, Routing routing) {
        Var logSumExp = routing.logits().logSumExp().reshape(Shape.of(routing.rowCount(), 1));
        return ctx.constant(routing.rows().weight()).matmul(logSumExp.square()).sum();
    }
}
