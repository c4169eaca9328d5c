package panamoe.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Device code of the recorder's tests: one kernel of each kind. */
public final class SampleCode {

    static final Kernel SCALE =
            Kernel.of("scale", Kernel.Grid.ITEMS, SampleCode::scale).withReals();
    static final Kernel ACCUMULATE = Kernel.of("accumulate", Kernel.Grid.ITEMS, SampleCode::accumulate);
    static final Kernel SUM_ROWS = Kernel.of("sumRows", Kernel.Grid.GROUPS, SampleCode::sumRows);

    private SampleCode() {}

    /** {@code y[n] = reals[0] x[n]}; ints: n. */
    public static void scale(
            KernelContext context, IntArray at, IntArray ints, FloatArray reals, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        float factor = reals.get(at.get(1));
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, factor * x.get(xo + i));
        }
    }

    /** {@code y[n] += x[n]}; ints: n. */
    public static void accumulate(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, y.get(yo + i) + x.get(xo + i));
        }
    }

    /** {@code y[i]} is the sum of row i of {@code x[n, d]}, computed by the items of a group together; ints: n, d. */
    public static void sumRows(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        int d = ints.get(p + 3);
        float[] partial = context.allocateFloatLocalArray(256);
        int item = context.localIdx;
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int row = context.groupIdx; row < n; row += groups) {
            float sum = 0f;
            for (int j = item; j < d; j += items) {
                sum = sum + x.get(xo + row * d + j);
            }
            partial[item] = sum;
            context.localBarrier();
            for (int s = items / 2; s > 0; s = s / 2) {
                if (item < s) {
                    partial[item] = partial[item] + partial[item + s];
                }
                context.localBarrier();
            }
            if (item == 0) {
                y.set(yo + row, partial[0]);
            }
            context.localBarrier();
        }
    }
}
