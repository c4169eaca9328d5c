package uk.ac.manchester.tornado.api.standin;

/** Elements of a {@code FloatArray}. */
public final class FloatElements extends Elements {

    private final float[] values;

    /** Elements with these values, which are not copied. */
    public FloatElements(float[] values) {
        this.values = values;
    }

    public float get(int index) {
        reading();
        return values[index];
    }

    public void set(int index, float value) {
        writing(index);
        values[index] = value;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    void copy(Elements from, int index) {
        values[index] = ((FloatElements) from).values[index];
    }

    @Override
    Elements copy() {
        return new FloatElements(values.clone());
    }
}
