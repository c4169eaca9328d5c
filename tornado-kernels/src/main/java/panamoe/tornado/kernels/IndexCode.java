package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Device code that selects, inverts and counts integer indices. */
public final class IndexCode {

    private IndexCode() {}

    /**
     * The columns of the k largest elements of each row, largest first, ties to the lower column; {@code x[n, e],
     * index[n, k]}. Each pass finds the first column, in this order, after that of the pass before. NaN counts as minus
     * infinity.
     */
    public static void topK(KernelContext context, IntArray at, IntArray ints, FloatArray x, IntArray index) {
        int p = at.get(0);
        int xo = ints.get(p);
        int io = ints.get(p + 1);
        int n = ints.get(p + 2);
        int e = ints.get(p + 3);
        int k = ints.get(p + 4);
        for (int row = context.globalIdx; row < n; row += context.globalGroupSizeX) {
            int last = -1;
            float lastValue = 1f / 0f;
            for (int rank = 0; rank < k; rank++) {
                int best = -1;
                float bestValue = 0f;
                for (int column = 0; column < e; column++) {
                    float value = ordered(x.get(xo + row * e + column));
                    int less = value < lastValue ? 1 : 0;
                    int equal = value == lastValue ? 1 : 0;
                    int behind = column > last ? 1 : 0;
                    // not one condition of three terms, which TornadoVM miscompiles
                    if (less + equal * behind > 0) {
                        if (best < 0 || value > bestValue) {
                            best = column;
                            bestValue = value;
                        }
                    }
                }
                index.set(io + row * k + rank, best);
                last = best;
                lastValue = bestValue;
            }
        }
    }

    private static float ordered(float value) {
        return value == value ? value : -1f / 0f;
    }

    /** {@code y[i, j] = valid[i] < 0 ? -1 : index[i, j]} over k columns. */
    public static void maskIndex(
            KernelContext context, IntArray at, IntArray ints, IntArray index, IntArray valid, IntArray y) {
        int p = at.get(0);
        int io = ints.get(p);
        int vo = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int size = ints.get(p + 3);
        int k = ints.get(p + 4);
        for (int i = context.globalIdx; i < size; i += context.globalGroupSizeX) {
            y.set(yo + i, valid.get(vo + i / k) < 0 ? -1 : index.get(io + i));
        }
    }

    /** {@code y = floor(x / divisor)}. */
    public static void floorDivide(KernelContext context, IntArray at, IntArray ints, IntArray x, IntArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int size = ints.get(p + 2);
        int divisor = ints.get(p + 3);
        for (int i = context.globalIdx; i < size; i += context.globalGroupSizeX) {
            int value = x.get(xo + i);
            int quotient = value / divisor;
            if (quotient * divisor > value) {
                quotient--;
            }
            y.set(yo + i, quotient);
        }
    }

    /** Sets all elements to -1. */
    public static void fillNone(KernelContext context, IntArray at, IntArray ints, IntArray y) {
        int p = at.get(0);
        int yo = ints.get(p);
        int size = ints.get(p + 1);
        for (int i = context.globalIdx; i < size; i += context.globalGroupSizeX) {
            y.set(yo + i, -1);
        }
    }

    /** {@code inverse[order[i]] = i} where order is not -1. */
    public static void invert(KernelContext context, IntArray at, IntArray ints, IntArray order, IntArray inverse) {
        int p = at.get(0);
        int oo = ints.get(p);
        int io = ints.get(p + 1);
        int n = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            int position = order.get(oo + i);
            if (position >= 0) {
                inverse.set(io + position, i);
            }
        }
    }

    /**
     * Counts how often each pair {@code (a[i], b[i, j])} occurs; {@code a[n], b[n, k], counts[rows, columns]}. A group
     * counts one pair in all rows. It reads b only in rows where a matches.
     */
    public static void countPairs(
            KernelContext context, IntArray at, IntArray ints, IntArray a, IntArray b, IntArray counts) {
        int p = at.get(0);
        int ao = ints.get(p);
        int bo = ints.get(p + 1);
        int co = ints.get(p + 2);
        int n = ints.get(p + 3);
        int k = ints.get(p + 4);
        int rows = ints.get(p + 5);
        int columns = ints.get(p + 6);
        int[] shared = context.allocateIntLocalArray(256);
        int l = context.localIdx;
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int pair = context.groupIdx; pair < rows * columns; pair += groups) {
            int row = pair / columns;
            int column = pair % columns;
            int count = 0;
            for (int i = l; i < n; i += items) {
                if (a.get(ao + i) == row) {
                    for (int j = 0; j < k; j++) {
                        if (b.get(bo + i * k + j) == column) {
                            count++;
                        }
                    }
                }
            }
            shared[l] = count;
            context.localBarrier();
            for (int s = items / 2; s > 0; s = s / 2) {
                if (l < s) {
                    shared[l] = shared[l] + shared[l + s];
                }
                context.localBarrier();
            }
            if (l == 0) {
                counts.set(co + pair, shared[0]);
            }
            context.localBarrier();
        }
    }
}
