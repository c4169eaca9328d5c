package panamoe.tensor.reference;

import panamoe.tensor.HeapStorage;
import panamoe.tensor.Tensor;

/** The elements of an F64 tensor, by position or as a matrix of rows. */
record Reals(double[] array, int offset, int rows, int columns) {

    static Reals of(Tensor t) {
        if (!(t.storage() instanceof HeapStorage.Doubles doubles)) {
            throw new IllegalArgumentException(
                    "reference: " + t + " lies in another backend's memory, expected a tensor of this backend");
        }
        return new Reals(
                doubles.array(), t.offset(), t.shape().rows(), t.shape().columns());
    }

    int size() {
        return rows * columns;
    }

    double get(int i) {
        return array[offset + i];
    }

    double get(int row, int column) {
        return array[offset + row * columns + column];
    }

    void set(int i, double value) {
        array[offset + i] = value;
    }

    void set(int row, int column, double value) {
        array[offset + row * columns + column] = value;
    }

    void add(int row, int column, double value) {
        array[offset + row * columns + column] += value;
    }

    void clear() {
        for (int i = 0; i < size(); i++) {
            set(i, 0);
        }
    }
}
