package panamoe.tensor.cpu;

/** {@link MicroKernel} as a plain loop: 4 by 4 accumulators fit the registers of any machine. */
interface ScalarTiles extends KernelSet {

    @Override
    default int tallRows() {
        return 4;
    }

    @Override
    default int shortRows() {
        return 4;
    }

    @Override
    default int wideColumns() {
        return 4;
    }

    @Override
    default int narrowColumns() {
        return 4;
    }

    @Override
    default int smallProduct() {
        return 1 << 12;
    }

    @Override
    default void multiply(
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
            int ldc) {
        for (int row = 0; row < 4; row++) {
            float c0 = 0;
            float c1 = 0;
            float c2 = 0;
            float c3 = 0;
            int ai = ao + row * aRow;
            int bi = bo;
            for (int p = 0; p < depth; p++) {
                float value = a[ai];
                c0 += value * b[bi];
                c1 += value * b[bi + 1];
                c2 += value * b[bi + 2];
                c3 += value * b[bi + 3];
                ai += aStep;
                bi += bStep;
            }
            int at = co + row * ldc;
            c[at] = c0;
            c[at + 1] = c1;
            c[at + 2] = c2;
            c[at + 3] = c3;
        }
    }

    @Override
    default void store(float alpha, float[] tile, int width, int rows, int columns, float[] c, int co, int ldc) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                c[co + i * ldc + j] = alpha * tile[width * i + j];
            }
        }
    }

    @Override
    default void accumulate(float alpha, float[] tile, int width, int rows, int columns, float[] c, int co, int ldc) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                c[co + i * ldc + j] += alpha * tile[width * i + j];
            }
        }
    }
}
