package uk.ac.manchester.tornado.api.types.arrays;

import java.util.Arrays;

/** Integers; the real class keeps them outside the heap. */
public final class IntArray extends TornadoNativeArray {

    private static final int GARBAGE = 0xDEADBEEF;

    private final int[] elements;

    /** As in the real class, what the elements are at first is not said: garbage shows who relies on it. */
    public IntArray(int numberOfElements) {
        this.elements = new int[numberOfElements];
        Arrays.fill(elements, GARBAGE);
    }

    /** A copy of these values. */
    public static IntArray fromArray(int[] values) {
        IntArray array = new IntArray(values.length);
        System.arraycopy(values, 0, array.elements, 0, values.length);
        return array;
    }

    /** A copy of these values. */
    public static IntArray fromElements(int... values) {
        return fromArray(values);
    }

    /** A copy on the heap. */
    public int[] toHeapArray() {
        return elements.clone();
    }

    /** Writes one element. */
    public void set(int index, int value) {
        elements[index] = value;
    }

    /** Reads one element. */
    public int get(int index) {
        return elements[index];
    }

    @Override
    public int getSize() {
        return elements.length;
    }
}
