package uk.ac.manchester.tornado.api.types.arrays;

import uk.ac.manchester.tornado.api.standin.FloatElements;
import uk.ac.manchester.tornado.api.standin.Garbage;

/** Floats; the real class keeps them outside the heap. */
public final class FloatArray extends TornadoNativeArray {

    private final FloatElements elements;

    /**
     * An array whose elements are undefined at first, as in the real class. Here they are NaN, which shows code that
     * relies on them.
     */
    public FloatArray(int numberOfElements) {
        this(new FloatElements(Garbage.floats(numberOfElements)));
    }

    private FloatArray(FloatElements elements) {
        super(elements);
        this.elements = elements;
    }

    /** A copy of these values. */
    public static FloatArray fromArray(float[] values) {
        return new FloatArray(new FloatElements(values.clone()));
    }

    /** A copy of these values. */
    public static FloatArray fromElements(float... values) {
        return fromArray(values);
    }

    /** A copy on the heap. */
    public float[] toHeapArray() {
        float[] values = new float[getSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(i);
        }
        return values;
    }

    /** Writes one element. */
    public void set(int index, float value) {
        elements.set(index, value);
    }

    /** Reads one element. */
    public float get(int index) {
        return elements.get(index);
    }

    /** Writes 0 to all elements. */
    public void clear() {
        init(0f);
    }

    /** Writes the value to all elements. */
    public void init(float value) {
        for (int i = 0; i < getSize(); i++) {
            set(i, value);
        }
    }

    @Override
    public int getSize() {
        return elements.size();
    }
}
