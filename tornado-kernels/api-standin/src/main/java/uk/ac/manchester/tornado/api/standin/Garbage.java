package uk.ac.manchester.tornado.api.standin;

import java.util.Arrays;

/** Values of memory that was never written. They show code that relies on them. */
public final class Garbage {

    private static final int INT = 0x7F7F7F7F;

    private Garbage() {}

    /** NaNs. */
    public static float[] floats(int size) {
        float[] elements = new float[size];
        Arrays.fill(elements, Float.NaN);
        return elements;
    }

    /** Numbers that are out of range as an index. */
    public static int[] ints(int size) {
        int[] elements = new int[size];
        Arrays.fill(elements, INT);
        return elements;
    }
}
