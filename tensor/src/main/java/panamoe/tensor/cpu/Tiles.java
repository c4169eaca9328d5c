package panamoe.tensor.cpu;

/** Computes blocks of c, tile by tile. */
final class Tiles {

    private final KernelSet kernels;
    private final Panels rows;
    private final Panels columns;
    private final int maxDepth;

    Tiles(KernelSet kernels, Panels rows, Panels columns, int maxDepth) {
        this.kernels = kernels;
        this.rows = rows;
        this.columns = columns;
        this.maxDepth = maxDepth;
    }

    /**
     * The maximum depth of one pass over the panels. At this depth, a panel of b stays in the L1 cache while the pass
     * reads the panels of a.
     *
     * @param cache the size of the L1 data cache in bytes
     * @param columns the width of a panel of b
     */
    static int maxDepth(int cache, int columns) {
        return Math.clamp(cache * 3L / 4 / (Float.BYTES * columns) / 64 * 64, 128, 512);
    }

    /**
     * Computes row panels {@code rowFrom..rowTo - 1} in column panels {@code columnFrom..columnTo - 1}.
     *
     * @param g the product's group
     * @param a packed panels of a from {@code aAt} on
     * @param aInPlaceTo row panels before this one are read in place, not from {@code a}
     * @param b packed panels of b from {@code bAt} on
     * @param bInPlaceTo like {@code aInPlaceTo}
     * @param tile scratch for one tall and wide tile
     */
    void multiply(
            Product p,
            int g,
            int rowFrom,
            int rowTo,
            float[] a,
            int aAt,
            int aInPlaceTo,
            int columnFrom,
            int columnTo,
            float[] b,
            int bAt,
            int bInPlaceTo,
            float[] tile) {
        int k = p.depth(g);
        int passes = Math.max(1, (k + maxDepth - 1) / maxDepth);
        int step = (k + passes - 1) / passes;
        for (int pass = 0; pass < passes; pass++) {
            int from = pass * step;
            int depth = Math.min(step, k - from);
            float beta = pass == 0 ? p.beta() : 1;
            for (int column = columnFrom; column < columnTo; column++) {
                int first = columns.first(p.n(), column);
                if (column < bInPlaceTo) {
                    int bo = p.b(g) + from * p.ldb() + first;
                    column(
                            p,
                            g,
                            from,
                            depth,
                            beta,
                            rowFrom,
                            rowTo,
                            a,
                            aAt,
                            aInPlaceTo,
                            column,
                            p.b(),
                            bo,
                            p.ldb(),
                            tile);
                } else {
                    int width = columns.width(p.n(), column);
                    int bo = bAt + first * k + from * width;
                    column(p, g, from, depth, beta, rowFrom, rowTo, a, aAt, aInPlaceTo, column, b, bo, width, tile);
                }
            }
        }
    }

    private void column(
            Product p,
            int g,
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
            int bStep,
            float[] tile) {
        int k = p.depth(g);
        int width = columns.width(p.n(), column);
        int aRow = p.transA() ? 1 : p.lda();
        int aStep = p.transA() ? p.lda() : 1;
        int column0 = columns.first(p.n(), column);
        boolean plain = p.alpha() == 1 && beta == 0 && column0 + width <= p.n();
        for (int row = rowFrom; row < rowTo; row++) {
            int row0 = rows.first(p.rows(g), row);
            int height = rows.width(p.rows(g), row);
            boolean direct = plain && row0 + height <= p.rows(g);
            float[] c = direct ? p.c() : tile;
            int co = direct ? p.c(g) + row0 * p.ldc() + column0 : 0;
            int ldc = direct ? p.ldc() : width;
            if (row < aInPlaceTo) {
                int ao = p.a(g) + row0 * aRow + from * aStep;
                kernels.multiply(height, width, depth, p.a(), ao, aRow, aStep, b, bo, bStep, c, co, ldc);
            } else {
                int ao = aAt + row0 * k + from * height;
                kernels.multiply(height, width, depth, a, ao, 1, height, b, bo, bStep, c, co, ldc);
            }
            if (!direct) {
                flush(p, g, row0, height, column0, width, beta, tile);
            }
        }
    }

    /** {@code c = alpha tile + beta c} for the part of the tile that lies within c. */
    private void flush(Product p, int g, int row, int height, int column, int width, float beta, float[] tile) {
        int high = Math.min(height, p.rows(g) - row);
        int wide = Math.min(width, p.n() - column);
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
