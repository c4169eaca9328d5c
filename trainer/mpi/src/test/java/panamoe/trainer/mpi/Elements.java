package panamoe.trainer.mpi;

import java.nio.ByteBuffer;
import panamoe.tensor.DType;

/** The elements of a buffer from its position on. */
final class Elements {

    private Elements() {}

    static void put(ByteBuffer buffer, DType dtype, int i, double value) {
        int at = buffer.position() + i * dtype.bytes();
        switch (dtype) {
            case F32 -> buffer.putFloat(at, (float) value);
            case F64 -> buffer.putDouble(at, value);
            case I32 -> buffer.putInt(at, (int) value);
        }
    }

    static double get(ByteBuffer buffer, DType dtype, int i) {
        int at = buffer.position() + i * dtype.bytes();
        return switch (dtype) {
            case F32 -> buffer.getFloat(at);
            case F64 -> buffer.getDouble(at);
            case I32 -> buffer.getInt(at);
        };
    }

    /** The value as an element of this type holds it. */
    static double rounded(DType dtype, double value) {
        return switch (dtype) {
            case F32 -> (float) value;
            case F64 -> value;
            case I32 -> (int) value;
        };
    }
}
