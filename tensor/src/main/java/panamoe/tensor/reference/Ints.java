package panamoe.tensor.reference;

import panamoe.tensor.HeapStorage;
import panamoe.tensor.HostInts;
import panamoe.tensor.Tensor;

/** The elements of an I32 tensor, by position or as a matrix of rows. */
record Ints(int[] array, int offset, int rows, int columns) {

    static Ints of(Tensor t) {
        if (!(t.storage() instanceof HeapStorage.Ints ints)) {
            throw new IllegalArgumentException(
                    "reference: " + t + " lies in another backend's memory, expected a tensor of this backend");
        }
        return new Ints(ints.array(), t.offset(), t.shape().rows(), t.shape().columns());
    }

    /** The elements of an integer tensor, for the checks of indices. */
    static HostInts host(Tensor t) {
        Ints ints = of(t);
        return new HostInts(ints.array, ints.offset, ints.size());
    }

    int size() {
        return rows * columns;
    }

    int get(int i) {
        return array[offset + i];
    }

    int get(int row, int column) {
        return array[offset + row * columns + column];
    }

    void set(int i, int value) {
        array[offset + i] = value;
    }

    void set(int row, int column, int value) {
        array[offset + row * columns + column] = value;
    }

    void add(int row, int column, int value) {
        array[offset + row * columns + column] += value;
    }

    void fill(int value) {
        for (int i = 0; i < size(); i++) {
            set(i, value);
        }
    }
}
