package panamoe.tensor;

/** One Java array per buffer: the storage of the backends that compute on the CPU. Only backends read the arrays. */
public sealed interface HeapStorage extends Storage {

    /** A zero-filled array of {@code length} elements. */
    static HeapStorage allocate(DType dtype, int length) {
        return switch (dtype) {
            case F32 -> new Floats(new float[length]);
            case F64 -> new Doubles(new double[length]);
            case I32 -> new Ints(new int[length]);
        };
    }

    /** {@link DType#F32} elements. */
    record Floats(float[] array) implements HeapStorage {
        @Override
        public DType dtype() {
            return DType.F32;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** {@link DType#F64} elements. */
    record Doubles(double[] array) implements HeapStorage {
        @Override
        public DType dtype() {
            return DType.F64;
        }

        @Override
        public int length() {
            return array.length;
        }
    }

    /** {@link DType#I32} elements. */
    record Ints(int[] array) implements HeapStorage {
        @Override
        public DType dtype() {
            return DType.I32;
        }

        @Override
        public int length() {
            return array.length;
        }
    }
}
