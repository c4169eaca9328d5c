package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;

/** Reductions over the items of a group, for device code. All items of the group must make each call. */
final class Group {

    /** The largest number of items in a group, which is the length of their shared arrays. */
    private static final int MAX_ITEMS = 256;

    private Group() {}

    /** The sum of the items' values, pairwise in a tree. */
    static float sum(KernelContext context, float value) {
        // a local array cannot be a parameter: TornadoVM would silently take its indices for byte offsets
        float[] shared = context.allocateFloatLocalArray(MAX_ITEMS);
        int item = context.localIdx;
        // waits until all items have read the result of the call before
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
