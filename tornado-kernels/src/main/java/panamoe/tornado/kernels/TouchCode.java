package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Device code that reads an array and does not change it. */
public final class TouchCode {

    private TouchCode() {}

    /** {@code x = x}. */
    public static void touchFloats(KernelContext context, IntArray at, IntArray ints, FloatArray x) {
        if (context.globalIdx == at.get(0)) {
            x.set(0, x.get(0));
        }
    }

    /** {@code x = x}. */
    public static void touchInts(KernelContext context, IntArray at, IntArray ints, IntArray x) {
        if (context.globalIdx == at.get(0)) {
            x.set(0, x.get(0));
        }
    }
}
