package panamoe.trainer.mpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import panamoe.tensor.DType;
import panamoe.tensor.parallel.Communicator;

/** Sums over all processes, compared with a formula. */
final class Sums {

    private static final int[] SIZES = {0, 1, 1000, 5_000_000};

    private Sums() {}

    /** Prints a line for each type and size: the largest difference from the formula, and a checksum of all bits. */
    static void print(Communicator world) {
        for (DType dtype : DType.values()) {
            for (int size : SIZES) {
                ByteBuffer values =
                        ByteBuffer.allocateDirect(size * dtype.bytes() + 16).order(ByteOrder.nativeOrder());
                values.position(8).limit(8 + size * dtype.bytes());
                for (int i = 0; i < size; i++) {
                    put(values, dtype, i, value(world.rank(), i));
                }
                world.allReduce(values, dtype);
                double largest = 0;
                for (int i = 0; i < size; i++) {
                    double expected = 0;
                    for (int r = 0; r < world.size(); r++) {
                        expected += dtype == DType.F32
                                ? (float) value(r, i)
                                : dtype == DType.I32 ? (int) value(r, i) : value(r, i);
                    }
                    largest = Math.max(largest, Math.abs(get(values, dtype, i) - expected));
                }
                CRC32 bits = new CRC32();
                bits.update(values.duplicate());
                RankProgram.say("sum %s %d %b %d".formatted(dtype, size, largest <= 1e-3, bits.getValue()));
            }
        }
    }

    /** Between -500 and 500, with digits that a float rounds. */
    private static double value(int rank, int i) {
        return ((i * 7919L + rank * 104_729L) % 100_003) / 100.003 - 500;
    }

    private static void put(ByteBuffer values, DType dtype, int i, double value) {
        int at = values.position() + i * dtype.bytes();
        switch (dtype) {
            case F32 -> values.putFloat(at, (float) value);
            case F64 -> values.putDouble(at, value);
            case I32 -> values.putInt(at, (int) value);
        }
    }

    private static double get(ByteBuffer values, DType dtype, int i) {
        int at = values.position() + i * dtype.bytes();
        return switch (dtype) {
            case F32 -> values.getFloat(at);
            case F64 -> values.getDouble(at);
            case I32 -> values.getInt(at);
        };
    }
}
