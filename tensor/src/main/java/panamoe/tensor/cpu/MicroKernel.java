package panamoe.tensor.cpu;

/** The innermost step of GEMM: one small tile of the product of two packed panels. */
interface MicroKernel {

    /** Rows of a tile. */
    int tileRows();

    /** Columns of a tile. */
    int tileColumns();

    /**
     * {@code tile[i, j] = sum_p a[p, i] b[p, j]} for {@code 0 <= p < depth}.
     *
     * @param a from {@code ao}: {@code [depth, tileRows]}
     * @param b from {@code bo}: {@code [depth, tileColumns]}
     * @param tile out {@code [tileRows, tileColumns]}
     */
    void multiply(int depth, float[] a, int ao, float[] b, int bo, float[] tile);

    /** {@code c = alpha tile} for the tile's first rows and columns; the rows of c are {@code ldc} elements apart. */
    void store(float alpha, float[] tile, int rows, int columns, float[] c, int co, int ldc);

    /** {@code c += alpha tile}, like {@link #store}. */
    void accumulate(float alpha, float[] tile, int rows, int columns, float[] c, int co, int ldc);
}
