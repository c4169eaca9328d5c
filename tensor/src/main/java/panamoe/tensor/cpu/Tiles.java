package panamoe.tensor.cpu;

/**
 * Computes a block of c, tile by tile.
 *
 * @param g the product's group
 * @param tile scratch of a tall and wide tile
 */
record Tiles(KernelSet kernels, Product p, int g, Panels rows, Panels columns, float[] tile) {

    /**
     * The depth of one pass over the panels, at most: with it a block of both operands stays in the L2 cache.
     *
     * @param cache the L2 cache's bytes
     */
    static int maxDepth(int cache) {
        int lines = Blocks.ROW_PANELS * 12 + Blocks.COLUMN_PANELS * 32;
        return Math.clamp(cache / (Float.BYTES * lines) / 64 * 64, 128, 1024);
    }

    /**
     * Computes row panels {@code rowFrom..rowTo - 1} in column panels {@code columnFrom..columnTo - 1}.
     *
     * @param a packed panels of a from {@code aAt} on
     * @param aInPlaceTo row panels before it are read in place, not from the packed ones
     * @param b packed panels of b from {@code bAt} on
     * @param bInPlaceTo like {@code aInPlaceTo}
     */
    void multiply(
            int maxDepth,
            int rowFrom,
            int rowTo,
            float[] a,
            int aAt,
            int aInPlaceTo,
            int columnFrom,
            int columnTo,
            float[] b,
            int bAt,
            int bInPlaceTo) {
        int k = p.depth(g);
        int passes = Math.max(1, (k + maxDepth - 1) / maxDepth);
        int step = (k + passes - 1) / passes;
        for (int pass = 0; pass < passes; pass++) {
            int from = pass * step;
            int depth = Math.min(step, k - from);
            float beta = pass == 0 ? p.beta() : 1;
            for (int column = columnFrom; column < columnTo; column++) {
                int first = columns.first(column);
                if (column < bInPlaceTo) {
                    int bo = p.b(g) + from * p.ldb() + first;
                    column(from, depth, beta, rowFrom, rowTo, a, aAt, aInPlaceTo, column, p.b(), bo, p.ldb());
                } else {
                    int width = columns.width(column);
                    int bo = bAt + first * k + from * width;
                    column(from, depth, beta, rowFrom, rowTo, a, aAt, aInPlaceTo, column, b, bo, width);
                }
            }
        }
    }

    private void column(
            int from,
            int depth,
            float beta,
            int rowFrom,
            int rowTo,
            float[] a,
            int aAt,
            int aInPlaceTo,
            int column,
            float[] b,
            int bo,
            int bStep) {
        int k = p.depth(g);
        int width = columns.width(column);
        int aRow = p.transA() ? 1 : p.lda();
        int aStep = p.transA() ? p.lda() : 1;
        for (int row = rowFrom; row < rowTo; row++) {
            int first = rows.first(row);
            int height = rows.width(row);
            if (row < aInPlaceTo) {
                int ao = p.a(g) + first * aRow + from * aStep;
                kernels.multiply(height, width, depth, p.a(), ao, aRow, aStep, b, bo, bStep, tile);
            } else {
                int ao = aAt + first * k + from * height;
                kernels.multiply(height, width, depth, a, ao, 1, height, b, bo, bStep, tile);
            }
            flush(first, height, columns.first(column), width, beta);
        }
    }

    /** {@code c = alpha tile + beta c} for the part of the tile that lies within c. */
    private void flush(int row, int height, int column, int width, float beta) {
        int high = Math.min(height, rows.lines() - row);
        int wide = Math.min(width, columns.lines() - column);
        int co = p.c(g) + row * p.ldc() + column;
        if (beta == 0) {
            kernels.store(p.alpha(), tile, width, high, wide, p.c(), co, p.ldc());
            return;
        }
        if (beta != 1) {
            for (int i = 0; i < high; i++) {
                kernels.affine(beta, p.c(), co + i * p.ldc(), 0, p.c(), co + i * p.ldc(), wide);
            }
        }
        kernels.accumulate(p.alpha(), tile, width, high, wide, p.c(), co, p.ldc());
    }
}
