package panamoe.tensor.cpu;

/** {@link MicroKernel} as a plain loop: 4 by 4 accumulators fit the registers of any machine. */
interface ScalarTiles extends KernelSet {

    @Override
    default int tileRows() {
        return 4;
    }

    @Override
    default int tileColumns() {
        return 4;
    }

    @Override
    default void multiply(int depth, float[] a, int ao, float[] b, int bo, float[] tile) {
        for (int row = 0; row < 4; row++) {
            float c0 = 0;
            float c1 = 0;
            float c2 = 0;
            float c3 = 0;
            for (int p = 0; p < depth; p++) {
                float value = a[ao + 4 * p + row];
                c0 += value * b[bo + 4 * p];
                c1 += value * b[bo + 4 * p + 1];
                c2 += value * b[bo + 4 * p + 2];
                c3 += value * b[bo + 4 * p + 3];
            }
            tile[4 * row] = c0;
            tile[4 * row + 1] = c1;
            tile[4 * row + 2] = c2;
            tile[4 * row + 3] = c3;
        }
    }

    @Override
    default void store(float alpha, float[] tile, int rows, int columns, float[] c, int co, int ldc) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                c[co + i * ldc + j] = alpha * tile[4 * i + j];
            }
        }
    }

    @Override
    default void accumulate(float alpha, float[] tile, int rows, int columns, float[] c, int co, int ldc) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                c[co + i * ldc + j] += alpha * tile[4 * i + j];
            }
        }
    }
}
