package panamoe.tensor.cpu;

/**
 * The loops of attention over the scores of one head of one sequence. Scores are stored transposed, {@code [keys,
 * queries]}, so that a vector holds one key's scores for adjacent queries. Softmax then needs no sums across a vector.
 * All five products load vectors from rows of one operand and single elements of the other, so neither operand is
 * packed.
 */
interface AttentionLoops {

    /** Columns of scratch matrices are padded to a multiple of this. */
    int lanes();

    /**
     * {@code c[i, j] = sum_p a[i, p] b[p, j]}, added to c if {@code accumulate}.
     *
     * @param aRow distance of a's rows in elements; exchange it with {@code aColumn} for a transposed operand
     * @param aColumn distance of a's columns
     * @param ldb distance of b's rows
     * @param ldc distance of c's rows
     * @param m rows of a and c
     * @param n columns of b and c, a multiple of {@link #lanes}
     * @param depth columns of a, rows of b
     */
    void product(
            boolean accumulate,
            int m,
            int n,
            int depth,
            float[] a,
            int ao,
            int aRow,
            int aColumn,
            float[] b,
            int bo,
            int ldb,
            float[] c,
            int co,
            int ldc);

    /** {@code y[j] = max_i x[i, j]}, x being {@code [rows, columns]}; columns a multiple of {@link #lanes}. */
    void maxOfColumns(int rows, int columns, float[] x, int xo, float[] y, int yo);

    /**
     * {@code x[i, j] = e^(scale (x[i, j] - max[j]) - log[j])} and {@code sum[j] = sum_i x[i, j]}, shapes as above. The
     * maximum is subtracted before the scaling: rounding of large scaled scores could change the difference by
     * hundreds.
     */
    void expOfColumns(
            int rows,
            int columns,
            float scale,
            float[] x,
            int xo,
            float[] max,
            int mo,
            float[] log,
            int lo,
            float[] sum,
            int so);

    /** {@code log[j] = ln sum[j]}, then {@code sum[j] = 1 / sum[j]}; n a multiple of {@link #lanes}. */
    void logAndInvert(int n, float[] sum, int so, float[] log, int lo);

    /** {@code gx[i, j] = y[i, j] (gx[i, j] - sum_k y[k, j] gx[k, j])}, shapes as above. */
    void softmaxBackwardOfColumns(int rows, int columns, float[] y, int yo, float[] gx, int gxo);
}
