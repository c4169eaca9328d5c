package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code of matrix products: an item computes one element at a time. {@link MatrixTiles} takes the same arguments.
 *
 * <p>Strides express transposes: element (i, j) of a matrix lies {@code i * rowStride + j * columnStride} elements
 * after its first.
 */
public final class MatrixCode {

    private MatrixCode() {}

    /** {@code c[m, n] = alpha a[m, k] b[k, n] + beta c}; with beta 0, c is not read. */
    public static void gemm(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray reals,
            FloatArray a,
            FloatArray b,
            FloatArray c) {
        int p = at.get(0);
        int ao = ints.get(p);
        int bo = ints.get(p + 1);
        int co = ints.get(p + 2);
        int m = ints.get(p + 3);
        int n = ints.get(p + 4);
        int k = ints.get(p + 5);
        int aRow = ints.get(p + 6);
        int aColumn = ints.get(p + 7);
        int bRow = ints.get(p + 8);
        int bColumn = ints.get(p + 9);
        int q = at.get(1);
        float alpha = reals.get(q);
        float beta = reals.get(q + 1);
        for (int i = context.globalIdx; i < m * n; i += context.globalGroupSizeX) {
            float value = alpha * dot(a, ao + i / n * aRow, aColumn, b, bo + i % n * bColumn, bRow, k);
            if (beta != 0f) {
                value += beta * c.get(co + i);
            }
            c.set(co + i, value);
        }
    }

    /** {@code y[r] = x[r] w[g]} for the rows of each group g, 0 for the others; {@code x[n, d], w[groups, d, h]}. */
    public static void groupedGemm(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            FloatArray w,
            IntArray offsets,
            FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int wo = ints.get(p + 1);
        int oo = ints.get(p + 2);
        int yo = ints.get(p + 3);
        int n = ints.get(p + 4);
        int groups = ints.get(p + 5);
        int d = ints.get(p + 6);
        int h = ints.get(p + 7);
        int wRow = ints.get(p + 8);
        int wColumn = ints.get(p + 9);
        for (int i = context.globalIdx; i < n * h; i += context.globalGroupSizeX) {
            int row = i / h;
            int group = Lookup.segmentOf(offsets, oo, groups, row);
            float value = 0f;
            if (group >= 0 && group < groups) {
                value = dot(x, xo + row * d, 1, w, wo + group * d * h + i % h * wColumn, wRow, d);
            }
            y.set(yo + i, value);
        }
    }

    /** {@code gw[g] = x_g^T gy_g} over the rows of each group; {@code x[n, d], gy[n, h], gw[groups, d, h]}. */
    public static void groupedGemmWeightGradient(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            FloatArray gy,
            IntArray offsets,
            FloatArray gw) {
        int p = at.get(0);
        int xo = ints.get(p);
        int gyo = ints.get(p + 1);
        int oo = ints.get(p + 2);
        int gwo = ints.get(p + 3);
        int groups = ints.get(p + 4);
        int d = ints.get(p + 5);
        int h = ints.get(p + 6);
        for (int i = context.globalIdx; i < groups * d * h; i += context.globalGroupSizeX) {
            int group = i / (d * h);
            int from = offsets.get(oo + group);
            int rows = offsets.get(oo + group + 1) - from;
            float value = dot(x, xo + from * d + i / h % d, d, gy, gyo + from * h + i % h, h, rows);
            gw.set(gwo + i, value);
        }
    }

    /** The dot product of {@code count} elements of a and b, which lie {@code aStride} and {@code bStride} apart. */
    private static float dot(FloatArray a, int ao, int aStride, FloatArray b, int bo, int bStride, int count) {
        float sum = 0f;
        for (int i = 0; i < count; i++) {
            sum += a.get(ao + i * aStride) * b.get(bo + i * bStride);
        }
        return sum;
    }
}
