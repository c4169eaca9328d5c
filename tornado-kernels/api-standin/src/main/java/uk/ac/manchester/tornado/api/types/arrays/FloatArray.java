package uk.ac.manchester.tornado.api.types.arrays;

import java.util.Arrays;

/** Floats; the real class keeps them outside the heap. */
public final class FloatArray extends TornadoNativeArray {

    private final float[] elements;

    /** As in the real class, what the elements are at first is not said: NaN shows who relies on it. */
    public FloatArray(int numberOfElements) {
        this.elements = new float[numberOfElements];
        Arrays.fill(elements, Float.NaN);
    }

    /** A copy of these values. */
    public static FloatArray fromArray(float[] values) {
        FloatArray array = new FloatArray(values.length);
        System.arraycopy(values, 0, array.elements, 0, values.length);
        return array;
    }

    /** A copy of these values. */
    public static FloatArray fromElements(float... values) {
        return fromArray(values);
    }

    /** A copy on the heap. */
    public float[] toHeapArray() {
        return elements.clone();
    }

    /** Writes one element. */
    public void set(int index, float value) {
        elements[index] = value;
    }

    /** Reads one element. */
    public float get(int index) {
        return elements[index];
    }

    @Override
    public int getSize() {
        return elements.length;
    }
}
