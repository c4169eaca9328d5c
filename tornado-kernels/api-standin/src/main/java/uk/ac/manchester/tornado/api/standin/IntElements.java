package uk.ac.manchester.tornado.api.standin;

/** Elements of an {@code IntArray}. */
public final class IntElements extends Elements {

    private final int[] values;

    /** Elements with these values, which are not copied. */
    public IntElements(int[] values) {
        this.values = values;
    }

    public int get(int index) {
        reading();
        return values[index];
    }

    public void set(int index, int value) {
        writing(index);
        values[index] = value;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    void copy(Elements from, int index) {
        values[index] = ((IntElements) from).values[index];
    }

    @Override
    Elements copy() {
        return new IntElements(values.clone());
    }
}
