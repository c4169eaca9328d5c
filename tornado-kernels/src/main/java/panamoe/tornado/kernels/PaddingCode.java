package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Device code that gives all groups of rows one length. {@link PaddedTiles} reads what becomes of them. */
public final class PaddingCode {

    private PaddingCode() {}

    /**
     * {@code y[g, r] = x[offsets[g] + r]}, 0 behind the group's last row; what a group has beyond y's rows is left out;
     * {@code x[n, d], y[groups, rows, d]}. A group of items moves a row at a time.
     */
    public static void padRows(
            KernelContext context, IntArray at, IntArray ints, FloatArray x, IntArray offsets, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int oo = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int groups = ints.get(p + 3);
        int rows = ints.get(p + 4);
        int d = ints.get(p + 5);
        int gridGroups = context.globalGroupSizeX / context.localGroupSizeX;
        for (int row = context.groupIdx; row < groups * rows; row += gridGroups) {
            int group = row / rows;
            int source = offsets.get(oo + group) + row % rows;
            int end = offsets.get(oo + group + 1);
            for (int j = context.localIdx; j < d; j += context.localGroupSizeX) {
                float value = 0f;
                if (source < end) {
                    value = x.get(xo + source * d + j);
                }
                y.set(yo + row * d + j, value);
            }
        }
    }
}
