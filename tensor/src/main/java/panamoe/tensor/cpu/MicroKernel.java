package panamoe.tensor.cpu;

/** The innermost step of GEMM: one small tile of the product. */
interface MicroKernel {

    /** The maximum depth of one pass over packed panels. */
    int MAX_DEPTH = 512;

    /**
     * The distance between the rows of a packed panel of a, in elements. C2 removes the bounds checks of a constant
     * distance. One cache line more than {@link #MAX_DEPTH} spreads the rows over the sets of the L1 cache.
     */
    int ROW_DISTANCE = MAX_DEPTH + 16;

    /** Rows of a tall tile. */
    int tallRows();

    /** Rows of a short tile, for the rows that are left over. */
    int shortRows();

    /** Columns of a wide tile. */
    int wideColumns();

    /** Columns of a narrow tile, for the columns that are left over. */
    int narrowColumns();

    /**
     * The largest size of both operands together, in elements, for which reading them in place is faster than packing.
     */
    int smallProduct();

    /**
     * {@code c[i, j] = sum_p a[i, p] b[p, j]} for {@code 0 <= p < depth}, with {@code a[i, p]} at {@code ao + i aRow + p
     * aStep}, {@code b[p, j]} at {@code bo + p bStep + j} and {@code c[i, j]} at {@code co + i ldc + j}.
     *
     * @param rows {@link #tallRows} or {@link #shortRows}
     * @param columns {@link #wideColumns} or {@link #narrowColumns}
     * @param aRow 1, unless {@code aStep} is 1
     */
    void multiply(
            int rows,
            int columns,
            int depth,
            float[] a,
            int ao,
            int aRow,
            int aStep,
            float[] b,
            int bo,
            int bStep,
            float[] c,
            int co,
            int ldc);

    /**
     * {@code c = alpha tile} for the tile's first rows and columns; the rows of c are {@code ldc} elements apart.
     *
     * @param width the tile's columns in memory
     */
    void store(float alpha, float[] tile, int width, int rows, int columns, float[] c, int co, int ldc);

    /** {@code c += alpha tile}, like {@link #store}. */
    void accumulate(float alpha, float[] tile, int width, int rows, int columns, float[] c, int co, int ldc);
}
