package panamoe.tensor.cpu;

import java.util.Arrays;

/** {@link AttentionLoops} as plain loops. */
interface ScalarAttention extends AttentionLoops {

    @Override
    default int lanes() {
        return 1;
    }

    @Override
    default void product(
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
            int ldc) {
        for (int i = 0; i < m; i++) {
            int to = co + i * ldc;
            if (!accumulate) {
                Arrays.fill(c, to, to + n, 0);
            }
            for (int p = 0; p < depth; p++) {
                float value = a[ao + i * aRow + p * aColumn];
                for (int j = 0; j < n; j++) {
                    c[to + j] += value * b[bo + p * ldb + j];
                }
            }
        }
    }

    @Override
    default void maxOfColumns(int rows, int columns, float[] x, int xo, float[] y, int yo) {
        Arrays.fill(y, yo, yo + columns, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                y[yo + j] = Math.max(y[yo + j], x[xo + i * columns + j]);
            }
        }
    }

    @Override
    default void expOfColumns(
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
            int so) {
        Arrays.fill(sum, so, so + columns, 0);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int at = xo + i * columns + j;
                x[at] = (float) Math.exp(scale * (x[at] - max[mo + j]) - log[lo + j]);
                sum[so + j] += x[at];
            }
        }
    }

    @Override
    default void logAndInvert(int n, float[] sum, int so, float[] log, int lo) {
        for (int j = 0; j < n; j++) {
            log[lo + j] = (float) Math.log(sum[so + j]);
            sum[so + j] = 1 / sum[so + j];
        }
    }

    @Override
    default void softmaxBackwardOfColumns(int rows, int columns, float[] y, int yo, float[] gx, int gxo) {
        for (int j = 0; j < columns; j++) {
            double dot = 0;
            for (int i = 0; i < rows; i++) {
                dot += (double) y[yo + i * columns + j] * gx[gxo + i * columns + j];
            }
            for (int i = 0; i < rows; i++) {
                int at = i * columns + j;
                gx[gxo + at] = y[yo + at] * (gx[gxo + at] - (float) dot);
            }
        }
    }
}
