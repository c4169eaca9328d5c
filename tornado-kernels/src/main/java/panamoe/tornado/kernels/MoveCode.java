package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Device code that moves rows and columns by integer index. */
public final class MoveCode {

    private MoveCode() {}

    /**
     * {@code y[i] = x[index[i]]}, 0 for index -1; {@code x[v, d], index[n], y[n, d]}. A group copies a row at a time.
     */
    public static void gatherRows(
            KernelContext context, IntArray at, IntArray ints, FloatArray x, IntArray index, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int io = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int n = ints.get(p + 3);
        int d = ints.get(p + 4);
        int groups = context.globalGroupSizeX / context.localGroupSizeX;
        for (int row = context.groupIdx; row < n; row += groups) {
            int source = index.get(io + row);
            for (int j = context.localIdx; j < d; j += context.localGroupSizeX) {
                float value = 0f;
                if (source >= 0) {
                    value = x.get(xo + source * d + j);
                }
                y.set(yo + row * d + j, value);
            }
        }
    }

    /**
     * {@code y[r]} is the sum of the rows {@code x[order[i]]} for {@code begins[r] <= i < begins[r + 1]}, in this
     * order; {@code x[n, d], y[v, d]}. A group computes a row at a time.
     */
    public static void sumRows(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            IntArray order,
            IntArray begins,
            FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int oo = ints.get(p + 1);
        int bo = ints.get(p + 2);
        int yo = ints.get(p + 3);
        int v = ints.get(p + 4);
        int d = ints.get(p + 5);
        int groups = context.globalGroupSizeX / context.localGroupSizeX;
        for (int row = context.groupIdx; row < v; row += groups) {
            int from = begins.get(bo + row);
            int to = begins.get(bo + row + 1);
            for (int j = context.localIdx; j < d; j += context.localGroupSizeX) {
                float sum = 0f;
                for (int i = from; i < to; i++) {
                    sum += x.get(xo + order.get(oo + i) * d + j);
                }
                y.set(yo + row * d + j, sum);
            }
        }
    }

    /** {@code y[i, j] = x[i, index[i, j]]}, 0 for index -1; {@code x[n, e], index[n, k], y[n, k]}. */
    public static void gatherColumns(
            KernelContext context, IntArray at, IntArray ints, FloatArray x, IntArray index, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int io = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int n = ints.get(p + 3);
        int e = ints.get(p + 4);
        int k = ints.get(p + 5);
        for (int i = context.globalIdx; i < n * k; i += context.globalGroupSizeX) {
            int column = index.get(io + i);
            float value = 0f;
            if (column >= 0) {
                value = x.get(xo + i / k * e + column);
            }
            y.set(yo + i, value);
        }
    }

    /** {@code y[i, c]} is the sum of the {@code x[i, j]} whose {@code index[i, j]} is c; {@code x[n, k], y[n, e]}. */
    public static void scatterAddColumns(
            KernelContext context, IntArray at, IntArray ints, FloatArray x, IntArray index, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int io = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int n = ints.get(p + 3);
        int e = ints.get(p + 4);
        int k = ints.get(p + 5);
        for (int i = context.globalIdx; i < n * e; i += context.globalGroupSizeX) {
            int first = i / e * k;
            int column = i % e;
            float sum = 0f;
            for (int j = first; j < first + k; j++) {
                if (index.get(io + j) == column) {
                    sum += x.get(xo + j);
                }
            }
            y.set(yo + i, sum);
        }
    }
}
