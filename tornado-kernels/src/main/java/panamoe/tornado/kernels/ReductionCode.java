package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Device code of sums. A sum in two stages is divided into parts that do not depend on the device. */
public final class ReductionCode {

    /** The largest number of terms of a sum that one item computes. */
    private static final int MAX_SERIAL_TERMS = 32;

    private ReductionCode() {}

    /**
     * {@code y[j] = sum of x[o, j, i]} over o and i; {@code x[outer, length, inner]}. Elements beyond the size of x
     * count as 0. Integers: outer, length, inner, size of x.
     */
    public static void sums(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int outer = ints.get(p + 2);
        int length = ints.get(p + 3);
        int inner = ints.get(p + 4);
        int size = ints.get(p + 5);
        int item = context.localIdx;
        int items = context.localGroupSizeX;
        // one comparison only: with a condition of two, TornadoVM would run both branches
        if (outer * inner <= MAX_SERIAL_TERMS) {
            for (int j = context.globalIdx; j < length; j += context.globalGroupSizeX) {
                float sum = 0f;
                for (int o = 0; o < outer; o++) {
                    int from = (o * length + j) * inner;
                    int to = from + inner;
                    sum = sum + Sums.of(x, xo + from, xo + (to < size ? to : size), 1);
                }
                y.set(yo + j, sum);
            }
        } else {
            int groups = context.globalGroupSizeX / items;
            for (int j = context.groupIdx; j < length; j += groups) {
                float part = 0f;
                for (int o = 0; o < outer; o++) {
                    int from = (o * length + j) * inner;
                    int to = from + inner;
                    part = part + Sums.of(x, xo + from + item, xo + (to < size ? to : size), items);
                }
                float sum = Group.sum(context, part);
                if (item == 0) {
                    y.set(yo + j, sum);
                }
            }
        }
    }

    /** {@code y[j] = sum of x[i]^2} over part j of x. Integers: number of parts, elements of a part, size of x. */
    public static void sumsOfSquares(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int parts = ints.get(p + 2);
        int length = ints.get(p + 3);
        int size = ints.get(p + 4);
        int item = context.localIdx;
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int j = context.groupIdx; j < parts; j += groups) {
            int from = j * length;
            int to = from + length;
            float part = Sums.ofSquares(x, 0f, 1f, xo + from + item, xo + (to < size ? to : size), items);
            float sum = Group.sum(context, part);
            if (item == 0) {
                y.set(yo + j, sum);
            }
        }
    }

    /**
     * {@code y[j * columnStride + part * partStride]} is the sum of column j of {@code x[rows, d]} over the rows of a
     * part. Integers: rows, d, number of parts, rows of a part, columnStride, partStride.
     */
    public static void columnSums(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int rows = ints.get(p + 2);
        int d = ints.get(p + 3);
        int parts = ints.get(p + 4);
        int length = ints.get(p + 5);
        int columnStride = ints.get(p + 6);
        int partStride = ints.get(p + 7);
        for (int i = context.globalIdx; i < parts * d; i += context.globalGroupSizeX) {
            int part = i / d;
            int column = i - part * d;
            int from = part * length;
            int to = from + length < rows ? from + length : rows;
            float sum = Sums.of(x, xo + from * d + column, xo + to * d, d);
            y.set(yo + column * columnStride + part * partStride, sum);
        }
    }
}
