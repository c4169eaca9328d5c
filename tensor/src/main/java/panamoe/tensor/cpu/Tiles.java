package panamoe.tensor.cpu;

/** Multiplies packed panels into c, a block of panels by a block of panels. */
final class Tiles {

    /** The depth of one pass over the panels, at most: with it a block of panels stays in the L2 cache. */
    private static final int MAX_DEPTH = 768;

    private Tiles() {}

    /**
     * Computes the tiles of c in row panels {@code rowFrom..rowTo - 1} and column panels {@code columnFrom..columnTo -
     * 1}.
     *
     * @param packedA a's panels from {@code ao} on, as {@link Packing} makes them
     * @param packedB b's panels from {@code bo} on
     * @param tile scratch of the micro-kernel's tile
     */
    static void multiply(
            KernelSet kernels,
            Product p,
            float[] packedA,
            int ao,
            int rowFrom,
            int rowTo,
            float[] packedB,
            int bo,
            int columnFrom,
            int columnTo,
            float[] tile) {
        int height = kernels.tileRows();
        int width = kernels.tileColumns();
        int passes = Math.max(1, (p.k() + MAX_DEPTH - 1) / MAX_DEPTH);
        int step = (p.k() + passes - 1) / passes;
        for (int pass = 0; pass < passes; pass++) {
            int from = pass * step;
            int depth = Math.min(step, p.k() - from);
            for (int column = columnFrom; column < columnTo; column++) {
                int b = bo + (column * p.k() + from) * width;
                for (int row = rowFrom; row < rowTo; row++) {
                    int a = ao + (row * p.k() + from) * height;
                    kernels.multiply(depth, packedA, a, packedB, b, tile);
                    flush(kernels, p, row * height, column * width, tile, pass == 0 ? p.beta() : 1);
                }
            }
        }
    }

    /** {@code c = alpha tile + beta c} for the part of the tile that lies within c. */
    private static void flush(KernelSet kernels, Product p, int row, int column, float[] tile, float beta) {
        int rows = Math.min(kernels.tileRows(), p.m() - row);
        int columns = Math.min(kernels.tileColumns(), p.n() - column);
        int co = p.co() + row * p.ldc() + column;
        if (beta == 0) {
            kernels.store(p.alpha(), tile, rows, columns, p.c(), co, p.ldc());
            return;
        }
        if (beta != 1) {
            for (int i = 0; i < rows; i++) {
                kernels.affine(beta, p.c(), co + i * p.ldc(), 0, p.c(), co + i * p.ldc(), columns);
            }
        }
        kernels.accumulate(p.alpha(), tile, rows, columns, p.c(), co, p.ldc());
    }
}
