package panamoe.tensor;

/** Kernels that select, move and count by integer index. An index of -1 always means "none". */
public interface IndexKernels {

    /** {@code y[i] = x[index[i]]}, 0 for index -1; {@code x[v, d], index I32[n], y[n, d]}. */
    void gatherRows(Tensor x, Tensor index, Tensor y);

    /**
     * Sets y to 0, then {@code y[index[i]] += x[i]} in ascending i; skips index -1; {@code x[n, d], index I32[n], y[v,
     * d]}.
     */
    void scatterAddRows(Tensor x, Tensor index, Tensor y);

    /** {@code y[i, j] = x[i, index[i, j]]}, 0 for index -1; {@code x[n, e], index I32[n, k], y[n, k]}. */
    void gatherColumns(Tensor x, Tensor index, Tensor y);

    /**
     * Sets y to 0, then {@code y[i, index[i, j]] += x[i, j]}; skips index -1; {@code x[n, k], index I32[n, k], y[n,
     * e]}.
     */
    void scatterAddColumns(Tensor x, Tensor index, Tensor y);

    /**
     * The columns of the k largest elements of each row, largest first, ties to the lower column; {@code x[n, e], index
     * out I32[n, k]}, {@code 1 <= k <= e}.
     */
    void topK(Tensor x, Tensor index);

    /**
     * {@code y[i, j] = valid[i] < 0 ? -1 : index[i, j]}: removes the indices of padding rows, which have a negative
     * {@code valid}; {@code index I32[n, k], valid I32[n], y I32[n, k]}.
     */
    void maskIndex(Tensor index, Tensor valid, Tensor y);

    /** {@code y = floor(x / divisor)} on {@link DType#I32}, so -1 stays -1; divisor at least 1. */
    void floorDivide(Tensor x, int divisor, Tensor y);

    /**
     * Stable counting sort: {@code order} lists the positions of key 0, then those of key 1 and so on, each in
     * ascending order. Bucket b begins at {@code order[offsets[b]]}. Positions with key -1 are left out; -1 fills the
     * end of order.
     *
     * @param keys {@code I32[n]}, each in -1..B-1
     * @param order out {@code I32[n]}
     * @param offsets out {@code I32[B + 1]}
     */
    void countingSort(Tensor keys, Tensor order, Tensor offsets);

    /**
     * {@code inverse[order[i]] = i}, and -1 for positions that are not in order; {@code order I32[n], inverse I32[n]}.
     */
    void invertPermutation(Tensor order, Tensor inverse);

    /**
     * Counts pairs: sets counts to 0, then {@code counts[a[i], b[i, j]] += 1}; skips a pair that contains -1; {@code a
     * I32[n], b I32[n, k], counts out I32[A, B]}.
     */
    void countPairs(Tensor a, Tensor b, Tensor counts);
}
