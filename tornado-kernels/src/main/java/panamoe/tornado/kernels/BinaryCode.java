package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code of {@code y = a op b} with broadcast operands. Integers: size of y, length and inner of a, length and
 * inner of b ({@link Lookup#stretched}).
 */
public final class BinaryCode {

    private BinaryCode() {}

    /** {@code y = a + b}. */
    public static void add(
            KernelContext context, IntArray at, IntArray ints, FloatArray a, FloatArray b, FloatArray y) {
        int p = at.get(0);
        int ao = ints.get(p);
        int bo = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int size = ints.get(p + 3);
        int aLength = ints.get(p + 4);
        int aInner = ints.get(p + 5);
        int bLength = ints.get(p + 6);
        int bInner = ints.get(p + 7);
        for (int i = context.globalIdx; i < size; i += context.globalGroupSizeX) {
            float left = a.get(ao + Lookup.stretched(i, size, aLength, aInner));
            float right = b.get(bo + Lookup.stretched(i, size, bLength, bInner));
            y.set(yo + i, left + right);
        }
    }

    /** {@code y = a - b}. */
    public static void sub(
            KernelContext context, IntArray at, IntArray ints, FloatArray a, FloatArray b, FloatArray y) {
        int p = at.get(0);
        int ao = ints.get(p);
        int bo = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int size = ints.get(p + 3);
        int aLength = ints.get(p + 4);
        int aInner = ints.get(p + 5);
        int bLength = ints.get(p + 6);
        int bInner = ints.get(p + 7);
        for (int i = context.globalIdx; i < size; i += context.globalGroupSizeX) {
            float left = a.get(ao + Lookup.stretched(i, size, aLength, aInner));
            float right = b.get(bo + Lookup.stretched(i, size, bLength, bInner));
            y.set(yo + i, left - right);
        }
    }

    /** {@code y = a * b}. */
    public static void mul(
            KernelContext context, IntArray at, IntArray ints, FloatArray a, FloatArray b, FloatArray y) {
        int p = at.get(0);
        int ao = ints.get(p);
        int bo = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int size = ints.get(p + 3);
        int aLength = ints.get(p + 4);
        int aInner = ints.get(p + 5);
        int bLength = ints.get(p + 6);
        int bInner = ints.get(p + 7);
        for (int i = context.globalIdx; i < size; i += context.globalGroupSizeX) {
            float left = a.get(ao + Lookup.stretched(i, size, aLength, aInner));
            float right = b.get(bo + Lookup.stretched(i, size, bLength, bInner));
            y.set(yo + i, left * right);
        }
    }

    /** {@code y = a / b}. */
    public static void div(
            KernelContext context, IntArray at, IntArray ints, FloatArray a, FloatArray b, FloatArray y) {
        int p = at.get(0);
        int ao = ints.get(p);
        int bo = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int size = ints.get(p + 3);
        int aLength = ints.get(p + 4);
        int aInner = ints.get(p + 5);
        int bLength = ints.get(p + 6);
        int bInner = ints.get(p + 7);
        for (int i = context.globalIdx; i < size; i += context.globalGroupSizeX) {
            float left = a.get(ao + Lookup.stretched(i, size, aLength, aInner));
            float right = b.get(bo + Lookup.stretched(i, size, bLength, bInner));
            y.set(yo + i, left / right);
        }
    }
}
