package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.tensor.Backend;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Integer tensors of rows and experts, computed by kernels only, so that a step can contain them. */
final class Choices {

    private Choices() {}

    /** {@code 0, 1, ..., n - 1}, by a stable sort of equal keys. */
    static Tensor range(Context ctx, int n) {
        Tensor keys = ctx.allocate(DType.I32, Shape.of(n));
        ctx.backend().fill(0, keys);
        return sorted(ctx, keys, 1);
    }

    /**
     * {@code I32[n, E]} with {@code 0, 1, ..., E - 1} in every row, by the top-k of equal scores: ties go to the lower
     * column.
     */
    static Tensor everyExpert(Context ctx, int n, int experts) {
        Tensor equal = ctx.floats(Shape.of(n, experts));
        ctx.backend().fill(0, equal);
        return best(ctx, equal, experts);
    }

    /** The columns of the k highest elements of each row of {@code scores[n, E]}: {@code I32[n, k]}. */
    static Tensor best(Context ctx, Tensor scores, int k) {
        Tensor columns = ctx.allocate(DType.I32, Shape.of(scores.shape().rows(), k));
        ctx.backend().topK(scores, columns);
        return columns;
    }

    /** The positions of {@code keys I32[m]}, each below {@code buckets}, in ascending order of key. */
    private static Tensor sorted(Context ctx, Tensor keys, int buckets) {
        Tensor order = ctx.allocate(DType.I32, keys.shape());
        ctx.backend().countingSort(keys, order, ctx.allocate(DType.I32, Shape.of(buckets + 1)));
        return order;
    }

    /**
     * The rows with the highest scores for each expert.
     *
     * @param scores {@code [n, E]}
     * @param places the number of rows per expert, at most n
     * @return {@code I32[E, places]}, best first, ties to the lower row
     */
    static Tensor bestRows(Context ctx, Tensor scores, int places) {
        int n = scores.shape().rows();
        int experts = scores.shape().columns();
        Shape flat = Shape.of(n * experts);
        // a stable sort of the elements by column transposes the matrix
        Tensor byExpert = sorted(ctx, everyExpert(ctx, n, experts).reshape(flat), experts);
        Tensor transposed = ctx.floats(Shape.of(n * experts, 1));
        ctx.backend().gatherRows(scores.reshape(transposed.shape()), byExpert, transposed);
        return best(ctx, transposed.reshape(Shape.of(experts, n)), places);
    }

    /**
     * Converts a list of pairs of a row and an expert to a table. Only the number of pairs is known when the kernels
     * are launched. Therefore the kernels count the pairs into the table, sort them to its end and number them there.
     *
     * @param rows {@code I32[m]}
     * @param experts {@code I32[m]}; no pair occurs twice and none contains -1
     * @return {@code I32[n, E]}: e at [r, e] if the pair is listed, else -1
     */
    static Tensor table(Context ctx, Tensor rows, Tensor experts, int n, int expertCount) {
        Backend k = ctx.backend();
        int m = rows.size();
        int size = n * expertCount;
        Tensor counts = ctx.allocate(DType.I32, Shape.of(n, expertCount));
        k.countPairs(rows, experts.reshape(Shape.of(m, 1)), counts);
        Tensor order = sorted(ctx, counts.reshape(Shape.of(size)), 2);
        Tensor listed = ctx.allocate(DType.I32, Shape.of(size));
        k.fill(-1, listed);
        k.copy(order.rowSlice(size - m, size), listed.rowSlice(0, m));
        Tensor number = ctx.allocate(DType.I32, Shape.of(size));
        k.invertPermutation(listed, number);
        return and(ctx, everyExpert(ctx, n, expertCount), number);
    }

    /** {@code index} where {@code valid}, of the same size, is not -1; else -1. */
    static Tensor and(Context ctx, Tensor index, Tensor valid) {
        Shape column = Shape.of(index.size(), 1);
        Tensor both = ctx.allocate(DType.I32, index.shape());
        ctx.backend().maskIndex(index.reshape(column), valid.reshape(Shape.of(valid.size())), both.reshape(column));
        return both;
    }

    /** {@code I32[m]}: the row number of each element of a matrix of m elements with {@code columns} columns. */
    static Tensor rowOfEach(Context ctx, int m, int columns) {
        Tensor row = ctx.allocate(DType.I32, Shape.of(m));
        ctx.backend().floorDivide(range(ctx, m), columns, row);
        return row;
    }

    /** The number of rows that an expert accepts: {@code ceil(factor choices / E)}, at least 1 and at most n. */
    static int places(double factor, int choices, int experts, int n) {
        return (int) Math.min(n, Math.max(1, Math.ceil(factor * choices / experts)));
    }
}
