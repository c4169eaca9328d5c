package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Losses on a routing that are added to the task loss with a small weight. Spare rows count in none of them. Each returns
 * a scalar.
 */
public final class RouterLosses {

    /**
     * A deviation of noise counts as at least this in the load loss, for it may underflow: a score well further from the
     * threshold than this is certain either way, and one at the threshold has even chances.
     */
    private static final double LEAST_DEVIATION = 1e-6;

    /** Makes {@code p ln p} of a probability that is 0 come out as 0, with a finite slope. */
    private static final double TINY = 1e-30;

    private RouterLosses() {}

    /**
     * Switch's load-balancing loss {@code E sum_e f_e P_e} (Fedus et al. 2021, eq. 4, without alpha): f is the share of
     * choices that went to expert e in this batch, a constant, P the mean probability. 1 when balanced, E when all rows
     * go to one expert with certainty.
     */
    public static Var loadBalance(Context ctx, MoeLayer.Output output) {
        return balance(ctx, output, output.shares(ctx));
    }

    /**
     * {@link #loadBalance(Context, MoeLayer.Output)} with the moving average of the shares, this batch taken in first,
     * in place of the batch's own: balance is asked over all tasks, not of each.
     */
    public static Var loadBalance(Context ctx, MoeLayer.Output output, LoadAverage average) {
        average.update(ctx, output.shares(ctx));
        return balance(ctx, output, average.value());
    }

    private static Var balance(Context ctx, MoeLayer.Output output, Tensor shares) {
        int experts = output.routing().expertCount();
        Var f = ctx.constant(shares.reshape(Shape.of(1, experts)));
        return output.routing().meanProbabilities().mul(f).sum().scale(experts);
    }

    /**
     * {@link #loadBalance(Context, MoeLayer.Output)} asked of each task on its own: the mean over the tasks of this batch of
     * {@code E sum_e f_te P_te}. 1 when every task uses all experts alike, E when each has collapsed to one, be it another
     * for each.
     */
    public static Var loadBalancePerTask(Context ctx, Routing routing) {
        int experts = routing.expertCount();
        Tensor offsets = routing.rows().taskOffsets();
        Var chosen = ctx.constant(Routing.chosen(ctx, routing.wanted(), experts));
        Var f = shares(chosen.segmentMean(offsets));
        Var p = routing.probabilities().segmentMean(offsets);
        return p.mul(f).mul(taskWeights(p)).sum().scale(experts);
    }

    /** Each row over its sum; a row of zeros stays one. */
    private static Var shares(Var rows) {
        return rows.div(rows.sumTo(Shape.of(rows.shape().rows(), 1)).affine(1, TINY));
    }

    /**
     * 1 / (number of tasks in the batch) for those in it, else 0: {@code [T, 1]}, a constant.
     *
     * @param p {@code [T, E]}: the mean probabilities of each task, which sum to 1, or are 0 for a task without rows
     */
    private static Var taskWeights(Var p) {
        Var present = p.stopGradient().sumTo(Shape.of(p.shape().rows(), 1));
        return present.div(present.sum());
    }

    /**
     * The importance loss: the squared coefficient of variation over experts of {@code sum_rows G(x)_e}, G being the weights
     * by expert (Shazeer et al. 2017, eq. 6 and 7, without w; variance with divisor E). 0 when balanced, E - 1 when one
     * expert has all the weight.
     */
    public static Var importance(Routing routing) {
        int experts = routing.expertCount();
        return squaredVariation(routing.gateValues().sumTo(Shape.of(experts)));
    }

    /**
     * The load loss: the squared coefficient of variation of Shazeer et al.'s smooth estimate of how many rows each expert
     * gets (2017, appendix A, eq. 8 to 11, without w), {@code sum_rows Phi((clean_e - threshold_e) / deviation_e)}: the
     * probability that e is chosen if its own noise is drawn anew, the threshold being the k-th highest of the other
     * experts' noisy scores. 0 when balanced, E - 1 when all rows are certain of one expert. A deviation below 1e-6 counts as 1e-6.
     *
     * @throws IllegalArgumentException if there is no noise, or every expert is chosen anyway
     */
    public static Var load(Context ctx, Routing routing) {
        Routing.NoisyScores noise = routing.noisyScores();
        Check.that(noise != null, "load loss of a routing without noise: route with NoisyTopK");
        int experts = routing.expertCount();
        int k = noise.k();
        Check.that(k < experts, () -> "load loss of top-" + k + " of " + experts + " experts: expected k below E");
        Var noisy = routing.logits();
        Tensor best = Choices.best(ctx, noisy.value(), k + 1);
        Var scores = noisy.gatherColumns(best);
        Var in = ctx.constant(Routing.chosen(ctx, Choices.best(ctx, noisy.value(), k), experts));
        Var toStayIn = column(scores, k);
        Var toComeIn = column(scores, k - 1);
        Var threshold = in.mul(toStayIn).add(in.affine(-1, 1).mul(toComeIn));
        // the reciprocal by itself: the gradient of a quotient would be 0 times a number that overflows
        Var missing = noise.deviation().affine(-1, LEAST_DEVIATION).relu();
        Var precision = one(ctx).div(noise.deviation().add(missing));
        Var probability = noise.clean().sub(threshold).mul(precision).normalCdf();
        return squaredVariation(ctx.constant(routing.rows().weight()).matmul(probability));
    }

    private static Var one(Context ctx) {
        Tensor one = ctx.floats(Shape.SCALAR);
        ctx.backend().fill(1, one);
        return ctx.constant(one);
    }

    /** One column of a matrix {@code [n, m]}, as {@code [n, 1]}. */
    private static Var column(Var matrix, int j) {
        Context ctx = matrix.context();
        Tensor pick = ctx.floats(Shape.of(matrix.shape().columns(), 1));
        ctx.backend().fill(0, pick);
        ctx.backend().fill(1, pick.rowSlice(j, j + 1));
        return matrix.matmul(ctx.constant(pick));
    }

    /** {@code variance / mean^2 = E sum v^2 / (sum v)^2 - 1} of E elements. */
    private static Var squaredVariation(Var v) {
        return v.square().sum().div(v.sum().square()).affine(v.shape().size(), -1);
    }

    /**
     * The router z-loss: the mean over rows of {@code (ln sum_e e^logit)^2} (Zoph et al. 2022, eq. 5), which keeps
     * logits small.
     */
    public static Var zLoss(Context ctx, Routing routing) {
        Shape row = Shape.of(1, routing.rowCount());
        Var logSumExp = routing.logits().logSumExp().reshape(row);
        // weighted before it is squared: a square that overflows in a spare row, times 0, would be NaN
        Var weighted = logSumExp.mul(ctx.constant(routing.rows().weight()));
        return weighted.mul(logSumExp).sum();
    }

    /**
     * The mutual information of tasks and experts, negated, in nats (Chen et al. 2023, "Mod-Squad"): {@code -I =
     * sum_t P(t) H(e | t) - H(e)}, with P(e | t) the mean probability over a task's rows and P(t) alike for the tasks of this
     * batch. Its maximum, 0, when all tasks use experts alike, and so in a batch of one task; its minimum, {@code -ln
     * min(T, E)}, when the tasks share none (for E at least T) and use the same number each.
     */
    public static Var mutualInformation(Routing routing) {
        Var p = routing.probabilities().segmentMean(routing.rows().taskOffsets());
        Var weights = taskWeights(p);
        Var ofEach = negativeEntropies(p).mul(weights).sum();
        Var marginal = p.mul(weights).sumTo(Shape.of(routing.expertCount()));
        return negativeEntropies(marginal).sum().sub(ofEach);
    }

    /** {@code p ln p} by element. */
    private static Var negativeEntropies(Var p) {
        Var positive = p.affine(1, TINY);
        return positive.mul(positive.log());
    }
}
