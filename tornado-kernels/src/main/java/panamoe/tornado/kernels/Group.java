package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;

/** What the items of a group do together: parts of device code, which all items must reach. */
final class Group {

    /** The items that a group has at most: the length of the arrays that they share. */
    private static final int MAX_ITEMS = 256;

    private Group() {}

    /** The sum of the items' values, pairwise in a tree. */
    static float sum(KernelContext context, float value) {
        // a local array cannot be a parameter: TornadoVM takes the indices into one for bytes without a word
        float[] shared = context.allocateFloatLocalArray(MAX_ITEMS);
        int item = context.localIdx;
        // the result of the last time may not have been read by all
        context.localBarrier();
        shared[item] = value;
        context.localBarrier();
        for (int half = context.localGroupSizeX / 2; half > 0; half = half / 2) {
            if (item < half) {
                shared[item] = shared[item] + shared[item + half];
            }
            context.localBarrier();
        }
        return shared[0];
    }

    /** The largest of the items' values. */
    static float max(KernelContext context, float value) {
        float[] shared = context.allocateFloatLocalArray(MAX_ITEMS);
        int item = context.localIdx;
        context.localBarrier();
        shared[item] = value;
        context.localBarrier();
        for (int half = context.localGroupSizeX / 2; half > 0; half = half / 2) {
            if (item < half) {
                shared[item] = TornadoMath.max(shared[item], shared[item + half]);
            }
            context.localBarrier();
        }
        return shared[0];
    }
}
