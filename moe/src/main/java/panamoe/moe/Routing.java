package panamoe.moe;

import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * The experts to which the rows of a step go, and their weights.
 *
 * @param logits {@code [n, E]}: the gate's scores
 * @param probabilities {@code [n, E]}: their softmax
 * @param experts {@code I32[n, k]}: the chosen experts; -1 for none, as in padding rows
 * @param weights {@code [n, k]}: of the chosen experts' outputs
 * @param rows the tasks and tokens of the rows
 * @param wanted {@code I32[n, w]}: the choices before any was dropped; -1 for none
 * @param slots the maximum number of the n k choices that are not -1
 * @param noisyScores the scores of the choice; null for a selection without noise
 */
public record Routing(
        Var logits,
        Var probabilities,
        Tensor experts,
        Var weights,
        Rows rows,
        Tensor wanted,
        int slots,
        @Nullable NoisyScores noisyScores) {

    /**
     * The scores by which {@link NoisyTopK} chose.
     *
     * @param clean {@code [n, E]}: the scores without noise
     * @param deviation {@code [n, E]}: the standard deviation of the noise
     * @param k the number of experts per row
     */
    public record NoisyScores(Var clean, Var deviation, int k) {}

    /** The number of experts, E. */
    public int expertCount() {
        return logits.shape().columns();
    }

    /** The mean of each expert's probability over the rows that are not padding, {@code [1, E]}. */
    Var meanProbabilities() {
        return probabilities.context().constant(rows.weight()).matmul(probabilities);
    }

    /** The greatest number of chosen experts per row, k. */
    public int k() {
        return experts.shape().columns();
    }

    /** The number of rows, n. */
    int rowCount() {
        return experts.shape().rows();
    }

    /** The weights as one column over all choices, {@code [n k, 1]}. */
    Var weightColumn() {
        return weights.reshape(Shape.of(rowCount() * k(), 1));
    }

    /** The weights by expert, 0 for an expert that was not chosen: {@code [n, E]}, G(x) of Shazeer et al. 2017. */
    Var gateValues() {
        return weights.scatterAddColumns(experts, expertCount());
    }

    /** 1 where a row chose an expert, else 0: {@code [n, E]}. */
    static Tensor chosen(Context ctx, Tensor experts, int expertCount) {
        Tensor one = ctx.floats(experts.shape());
        ctx.backend().fill(1, one);
        Tensor table = ctx.floats(Shape.of(experts.shape().rows(), expertCount));
        ctx.backend().scatterAddColumns(one, experts, table);
        return table;
    }

    /** The share of all wanted choices that each expert got, {@code [E]}. */
    Tensor wantedFractions(Context ctx) {
        Shape flat = Shape.of(wanted.size());
        Tensor offsets = ctx.allocate(DType.I32, Shape.of(expertCount() + 1));
        ctx.backend().countingSort(wanted.reshape(flat), ctx.allocate(DType.I32, flat), offsets);
        Tensor f = ctx.floats(Shape.of(expertCount()));
        ctx.backend().segmentFractions(offsets, f);
        return f;
    }
}
