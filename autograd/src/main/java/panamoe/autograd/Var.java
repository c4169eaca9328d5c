package panamoe.autograd;

import org.jspecify.annotations.Nullable;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;

/**
 * A tensor in one step's computation, with the operations on it. In methods documented as "elementwise", operands
 * stretch to each other's shape ({@link Shape#broadcast}); indices, labels and offsets are {@link
 * panamoe.tensor.DType#I32} tensors.
 */
public final class Var {

    private final Context context;
    private final Tensor value;
    private final boolean differentiable;
    private final @Nullable Parameter parameter;
    private Tape.@Nullable Buffer gradient;

    Var(Context context, Tensor value, boolean differentiable, @Nullable Parameter parameter) {
        this.context = context;
        this.value = value;
        this.differentiable = differentiable;
        this.parameter = parameter;
    }

    /** The step of this variable. */
    public Context context() {
        return context;
    }

    /** The elements. */
    public Tensor value() {
        return value;
    }

    /** The shape. */
    public Shape shape() {
        return value.shape();
    }

    /** True if it depends on a trainable parameter or a variable of this step. */
    public boolean isDifferentiable() {
        return differentiable;
    }

    /**
     * The gradient that {@link Tape#backward} has collected so far; null if there is none, or if a {@link #parameter}
     * holds it.
     */
    Tape.@Nullable Buffer gradient() {
        return gradient;
    }

    void setGradient(Tape.@Nullable Buffer gradient) {
        this.gradient = gradient;
    }

    /** The parameter that this variable represents; null if it represents none. */
    @Nullable
    Parameter parameter() {
        return parameter;
    }

    // ---- elementwise

    /** {@code this + b}, elementwise. */
    public Var add(Var b) {
        return context.apply(new ElementwiseOps.Add(), this, b);
    }

    /** {@code this - b}, elementwise. */
    public Var sub(Var b) {
        return context.apply(new ElementwiseOps.Sub(), this, b);
    }

    /** {@code this * b}, elementwise. */
    public Var mul(Var b) {
        return context.apply(new ElementwiseOps.Mul(), this, b);
    }

    /** {@code this / b}, elementwise. */
    public Var div(Var b) {
        return context.apply(new ElementwiseOps.Div(), this, b);
    }

    /** {@code factor * this}. */
    public Var scale(double factor) {
        return affine(factor, 0);
    }

    /** {@code scale * this + shift}. */
    public Var affine(double scale, double shift) {
        return context.apply(new ElementwiseOps.Affine(scale, shift), this);
    }

    /** {@code -this}. */
    public Var neg() {
        return affine(-1, 0);
    }

    /** {@code e^this}. */
    public Var exp() {
        return context.apply(new ElementwiseOps.Exp(), this);
    }

    /** The natural logarithm. */
    public Var log() {
        return context.apply(new ElementwiseOps.Log(), this);
    }

    /** The square root. */
    public Var sqrt() {
        return context.apply(new ElementwiseOps.Sqrt(), this);
    }

    /** The hyperbolic tangent. */
    public Var tanh() {
        return context.apply(new ElementwiseOps.Tanh(), this);
    }

    /** {@code 1 / (1 + e^-this)}. */
    public Var sigmoid() {
        return context.apply(new ElementwiseOps.Sigmoid(), this);
    }

    /** {@code max(this, 0)}; its derivative at 0 counts as 0. */
    public Var relu() {
        return context.apply(new ElementwiseOps.Relu(), this);
    }

    /** {@code x Phi(x)}, the exact GELU (Hendrycks and Gimpel 2016, eq. 1). */
    public Var gelu() {
        return context.apply(new ElementwiseOps.Gelu(), this);
    }

    /** {@code Phi(x)}, the distribution function of the standard normal. */
    public Var normalCdf() {
        return context.apply(new ElementwiseOps.NormalCdf(), this);
    }

    /** {@code this^2}. */
    public Var square() {
        return context.apply(new ElementwiseOps.Square(), this);
    }

    /**
     * Inverted dropout in a training step; in inference, returns this variable.
     *
     * @param rate the probability of 0, in [0, 1)
     * @throws IllegalArgumentException in a training step without a dropout key, unless the rate is 0
     */
    public Var dropout(double rate) {
        Check.that(rate >= 0 && rate < 1, () -> "dropout: rate " + rate + ", expected 0 <= rate < 1");
        if (rate == 0 || !context.isTraining()) {
            return this;
        }
        Tensor key = context.dropoutKey();
        if (key == null) {
            throw new IllegalArgumentException("dropout: rate " + rate
                    + " in a training step without random numbers: give Context.training the key"
                    + " of Context.dropoutKey, or set the rate to 0");
        }
        return context.apply(
                new ElementwiseOps.Dropout(rate, context.nextDropoutStream()), this, context.constant(key));
    }

    /** The same value as a constant, which passes no gradient. */
    public Var stopGradient() {
        return context.constant(value);
    }

    // ---- reductions

    /** The total, a scalar. */
    public Var sum() {
        return sumTo(Shape.SCALAR);
    }

    /** The mean of all elements, a scalar. @throws IllegalArgumentException if there are none */
    public Var mean() {
        Check.that(shape().size() > 0, () -> "mean of " + shape() + ": expected at least one element");
        return sum().scale(1.0 / shape().size());
    }

    /** Sums to a smaller shape that stretches to this one: {@code [d]} from {@code [n, d]} gives column sums. */
    public Var sumTo(Shape shape) {
        return context.apply(new ReductionOps.SumTo(shape), this);
    }

    /** {@code ln sum_j e^x[n, j]}: {@code [n, d] -> [n]}. */
    public Var logSumExp() {
        return context.apply(new ReductionOps.LogSumExp(), this);
    }

    // ---- other processes

    /**
     * The sum over the processes of the step's group; this variable in a group of one. Every process must go on with
     * the sum in the same way.
     */
    public Var allReduce() {
        ProcessGroup group = context.group();
        return group.isSingle() ? this : context.apply(new ParallelOps.AllReduce(group), this);
    }

    /**
     * Sends rows to the other processes of the step's group and receives rows from them: {@code [n, d] -> [rows, d]}.
     *
     * @param sent the number of rows for each process; the rows for process 0 come first
     * @param received the number of rows from each process
     */
    public Var exchangeRows(int[] sent, int[] received, int rows) {
        return context.apply(new ParallelOps.ExchangeRows(context.group(), sent, received, rows), this);
    }

    // ---- matrix products

    /** {@code [m, k] x [k, n] -> [m, n]}; this variable may have more outer axes, which are kept. */
    public Var matmul(Var b) {
        return matmul(false, b, false);
    }

    /** {@code op(this) op(b)}, where {@code op} transposes if its flag is set. */
    public Var matmul(boolean transA, Var b, boolean transB) {
        return context.apply(new MatrixOps.MatMul(transA, transB), this, b);
    }

    /**
     * One product per group of rows: row r of group g is multiplied by {@code w[g]}; rows outside all groups become 0.
     *
     * @param w {@code [G, d, h]}; this variable is {@code [n, d]}, the result {@code [n, h]}
     * @param offsets {@code I32[G + 1]}: where each group's rows begin, ascending
     */
    public Var groupedMatmul(Var w, Tensor offsets) {
        return context.apply(new MatrixOps.GroupedMatMul(), this, w, context.constant(offsets));
    }

    // ---- rows

    /** Softmax of each row. */
    public Var softmax() {
        return context.apply(new RowOps.Softmax(), this);
    }

    /** Layer normalisation of each row (Ba et al. 2016); gamma and beta {@code [d]}. */
    public Var layerNorm(Var gamma, Var beta, double eps) {
        return context.apply(new RowOps.LayerNorm(eps), this, gamma, beta);
    }

    /** {@code sum = this + b} and {@code sum.layerNorm(gamma, beta, eps)} in one pass over memory. */
    public NormalizedSum addLayerNorm(Var b, Var gamma, Var beta, double eps) {
        OpPair.Outputs both = context.apply(new RowOps.AddLayerNorm(eps), this, b, gamma, beta);
        return new NormalizedSum(both.first(), both.second());
    }

    /** {@code (this + bias).gelu()} without keeping the sum; bias {@code [d]}. */
    public Var biasGelu(Var bias) {
        return context.apply(new FusedOps.BiasGelu(), this, bias);
    }

    /**
     * Softmax cross-entropy of each row of logits: {@code [n, c] -> [n]}, in nats.
     *
     * @param labels {@code I32[n]}: below the row's number of classes; -1 means no label and makes the row's loss 0
     * @param classes {@code I32[n]}, each in 1..c: softmax covers the first {@code classes[i]} logits of row i
     */
    public Var crossEntropy(Tensor labels, Tensor classes) {
        return context.apply(new RowOps.CrossEntropy(), this, context.constant(labels), context.constant(classes));
    }

    /** As {@link #crossEntropy(Tensor, Tensor)} with softmax over all c logits of every row. */
    public Var crossEntropy(Tensor labels) {
        Tensor classes = context.allocate(DType.I32, labels.shape());
        context.backend().fill(shape().columns(), classes);
        return crossEntropy(labels, classes);
    }

    // ---- packed rows

    /** Adds {@code bias[s]} to the rows of segment s; bias {@code [S, d]}, offsets {@code I32[S + 1]}. */
    public Var addSegmentBias(Var bias, Tensor offsets) {
        return context.apply(new SegmentOps.AddSegmentBias(), this, bias, context.constant(offsets));
    }

    /** {@code addSegmentBias(bias, offsets).gelu()} without keeping the sum. */
    public Var segmentBiasGelu(Var bias, Tensor offsets) {
        return context.apply(new FusedOps.SegmentBiasGelu(), this, bias, context.constant(offsets));
    }

    /** The mean row of each segment, 0 for an empty one: {@code [n, d] -> [S, d]}, offsets {@code I32[S + 1]}. */
    public Var segmentMean(Tensor offsets) {
        return context.apply(new SegmentOps.SegmentMean(), this, context.constant(offsets));
    }

    /**
     * Multi-head attention within each segment (Vaswani et al. 2017, eq. 1): {@code [n, 3 d] -> [n, d]}. Each row of
     * this variable holds d elements of queries, d of keys and d of values.
     *
     * @param offsets {@code I32[S + 1]}: where each sequence's rows begin
     * @param heads the number of heads, a divisor of d
     */
    public Var attention(Tensor offsets, int heads) {
        return context.apply(new SegmentOps.Attention(heads), this, context.constant(offsets));
    }

    // ---- selecting and moving

    /** The rows {@code index[i]}, 0 for index -1: {@code [v, d], I32[n] -> [n, d]}. */
    public Var gatherRows(Tensor index) {
        return context.apply(new IndexOps.GatherRows(), this, context.constant(index));
    }

    /** Adds row i to row {@code index[i]} of a result of {@code rows} rows; skips index -1. */
    public Var scatterAddRows(Tensor index, int rows) {
        return context.apply(new IndexOps.ScatterAddRows(rows), this, context.constant(index));
    }

    /** {@code y[i, j] = this[i, index[i, j]]}, 0 for index -1: {@code [n, e], I32[n, k] -> [n, k]}. */
    public Var gatherColumns(Tensor index) {
        return context.apply(new IndexOps.GatherColumns(), this, context.constant(index));
    }

    /**
     * Adds element [i, j] to element {@code [i, index[i, j]]} of a result of {@code columns} columns; skips index -1.
     */
    public Var scatterAddColumns(Tensor index, int columns) {
        return context.apply(new IndexOps.ScatterAddColumns(columns), this, context.constant(index));
    }

    /** The same elements in another shape of the same size; no copy. */
    public Var reshape(Shape shape) {
        return context.apply(new IndexOps.Reshape(shape), this);
    }

    /** The entries {@code from} (inclusive) to {@code to} (exclusive) of the outermost axis; no copy. */
    public Var rowSlice(int from, int to) {
        return context.apply(new IndexOps.RowSlice(from, to), this);
    }

    /** Type and shape. */
    @Override
    public String toString() {
        return value.toString();
    }
}
