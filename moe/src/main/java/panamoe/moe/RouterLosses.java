package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Losses on a routing, to be added to the task loss with a small weight. They ignore padding rows. Each method returns a
 * scalar.
 *
 * <p>If several processes share a batch, the losses are those of the whole batch: {@link #loadBalance} and
 * {@link #zLoss} return the part of this process, and the parts add up to the loss; the others return the whole loss
 * on each process. In both cases the gradients of the processes add up to that of the loss.
 */
public final class RouterLosses {

    /**
     * The minimum deviation of noise in the load loss, because a deviation may underflow. A score much further than
     * this from the threshold then has probability 0 or 1, and a score at the threshold 1/2.
     */
    private static final double LEAST_DEVIATION = 1e-6;

    /** Added to a probability of 0, this makes {@code p ln p} 0, with a finite derivative. */
    private static final double TINY = 1e-30;

    private RouterLosses() {}

    /**
     * Switch's load-balancing loss {@code E sum_e f_e P_e} (Fedus et al. 2021, eq. 4, without alpha): f_e is the share
     * of this batch's choices that went to expert e, a constant, and P_e is the mean probability. It is 1 if balanced,
     * E if all rows go to one expert with certainty.
     */
    public static Var loadBalance(Context ctx, MoeLayer.Output output) {
        return balance(ctx, output, output.shares(ctx));
    }

    /**
     * {@link #loadBalance(Context, MoeLayer.Output)} with the moving average of the shares, after its update with this
     * batch, instead of the batch's own shares. It thus asks for balance over all tasks, not for each task.
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
     * {@link #loadBalance(Context, MoeLayer.Output)} for each task on its own: the mean of {@code E sum_e f_te P_te}
     * over the tasks t of this batch. It is 1 if every task uses all experts equally, E if every task uses one expert
     * only, even a different one for each.
     */
    public static Var loadBalancePerTask(Context ctx, Routing routing) {
        int experts = routing.expertCount();
        Tensor offsets = routing.rows().taskOffsets();
        Var chosen = ctx.constant(Routing.chosen(ctx, routing.wanted(), experts));
        Var f = shares(routing.rows().ofWholeBatch(chosen.segmentMean(offsets)));
        Var p = routing.rows().ofWholeBatch(routing.probabilities().segmentMean(offsets));
        return p.mul(f).mul(taskWeights(p)).sum().scale(experts);
    }

    /** Each row divided by its sum; a row of zeros stays 0. */
    private static Var shares(Var rows) {
        return rows.div(rows.sumTo(Shape.of(rows.shape().rows(), 1)).affine(1, TINY));
    }

    /**
     * 1 / (number of tasks in the batch) for a task in the batch, else 0: {@code [T, 1]}, a constant.
     *
     * @param p {@code [T, E]}: the mean probabilities of each task, which sum to 1, or are 0 for a task without rows
     */
    private static Var taskWeights(Var p) {
        Var present = p.stopGradient().sumTo(Shape.of(p.shape().rows(), 1));
        return present.div(present.sum());
    }

    /**
     * The importance loss: the squared coefficient of variation over experts of {@code sum_rows G(x)_e}, where G is the
     * weights by expert (Shazeer et al. 2017, eq. 6 and 7, without w; variance with divisor E). It is 0 if balanced, E
     * - 1 if one expert has all the weight.
     */
    public static Var importance(Routing routing) {
        int experts = routing.expertCount();
        return squaredVariation(routing.gateValues().sumTo(Shape.of(experts)).allReduce());
    }

    /**
     * The load loss: the squared coefficient of variation of a smooth estimate of the rows per expert, {@code sum_rows
     * Phi((clean_e - threshold_e) / deviation_e)} (Shazeer et al. 2017, appendix A, eq. 8 to 11, without w). Phi is the
     * probability that a row chooses e if only its noise for e is drawn again. The threshold is the k-th highest noisy
     * score of the other experts. The loss is 0 if balanced, E - 1 if all rows are certain of one expert. A deviation
     * below 1e-6 counts as 1e-6.
     *
     * @throws IllegalArgumentException if the routing has no noise, or k is E
     */
    public static Var load(Context ctx, Routing routing) {
        Routing.NoisyScores noise = routing.noisyScores();
        if (noise == null) {
            throw new IllegalArgumentException("load loss of a routing without noise: route with NoisyTopK");
        }
        int experts = routing.expertCount();
        int k = noise.k();
        Check.that(k < experts, () -> "load loss of top-" + k + " of " + experts + " experts: expected k below E");
        Var noisy = routing.logits();
        Tensor best = Choices.best(ctx, noisy.value(), k + 1);
        Var scores = noisy.gatherColumns(best);
        Var in = ctx.constant(Routing.chosen(ctx, Choices.best(ctx, noisy.value(), k), experts));
        Var thresholdOfChosen = column(scores, k);
        Var thresholdOfOthers = column(scores, k - 1);
        Var threshold = in.mul(thresholdOfChosen).add(in.affine(-1, 1).mul(thresholdOfOthers));
        // multiplies by a reciprocal: the gradient of a quotient would be 0 times a number that overflows
        Var missing = noise.deviation().affine(-1, LEAST_DEVIATION).relu();
        Var precision = one(ctx).div(noise.deviation().add(missing));
        Var probability = noise.clean().sub(threshold).mul(precision).normalCdf();
        return squaredVariation(
                ctx.constant(routing.rows().weight()).matmul(probability).allReduce());
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
        // weighted before it is squared: in a padding row, 0 times a square that overflows would be NaN
        Var weighted = logSumExp.mul(ctx.constant(routing.rows().weight()));
        return weighted.mul(logSumExp).sum();
    }

    /**
     * The negative mutual information of tasks and experts, in nats (Chen et al. 2023, "Mod-Squad"): {@code -I = sum_t
     * P(t) H(e | t) - H(e)}. P(e | t) is the mean probability over the rows of task t, and P(t) is equal for all tasks
     * of this batch. The maximum is 0: all tasks use the experts equally, or the batch has one task. The minimum is
     * {@code -ln min(T, E)}; for E at least T, it means that no two tasks share an expert.
     */
    public static Var mutualInformation(Routing routing) {
        Rows rows = routing.rows();
        Var p = rows.ofWholeBatch(routing.probabilities().segmentMean(rows.taskOffsets()));
        Var weights = taskWeights(p);
        Var ofEach = negativeEntropies(p).mul(weights).sum();
        Var marginal = p.mul(weights).sumTo(Shape.of(routing.expertCount()));
        return negativeEntropies(marginal).sum().sub(ofEach);
    }

    /** {@code p ln p} of each element. */
    private static Var negativeEntropies(Var p) {
        Var positive = p.affine(1, TINY);
        return positive.mul(positive.log());
    }
}
