package uk.ac.manchester.tornado.api.types.arrays;

import uk.ac.manchester.tornado.api.standin.Garbage;
import uk.ac.manchester.tornado.api.standin.IntElements;

/** Integers; the real class keeps them outside the heap. */
public final class IntArray extends TornadoNativeArray {

    private final IntElements elements;

    /**
     * An array whose elements are undefined at first, as in the real class. Here they are out of range as an index,
     * which shows code that relies on them.
     */
    public IntArray(int numberOfElements) {
        this(new IntElements(Garbage.ints(numberOfElements)));
    }

    private IntArray(IntElements elements) {
        super(elements);
        this.elements = elements;
    }

    /** A copy of these values. */
    public static IntArray fromArray(int[] values) {
        return new IntArray(new IntElements(values.clone()));
    }

    /** A copy of these values. */
    public static IntArray fromElements(int... values) {
        return fromArray(values);
    }

    /** A copy on the heap. */
    public int[] toHeapArray() {
        int[] values = new int[getSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(i);
        }
        return values;
    }

    /** Writes one element. */
    public void set(int index, int value) {
        elements.set(index, value);
    }

    /** Reads one element. */
    public int get(int index) {
        return elements.get(index);
    }

    /** Writes 0 to all elements. */
    public void clear() {
        init(0);
    }

    /** Writes the value to all elements. */
    public void init(int value) {
        for (int i = 0; i < getSize(); i++) {
            set(i, value);
        }
    }

    @Override
    public int getSize() {
        return elements.size();
    }
}
