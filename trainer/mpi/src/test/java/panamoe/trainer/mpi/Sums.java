package panamoe.trainer.mpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import panamoe.tensor.DType;
import panamoe.tensor.parallel.Communicator;

/** Sums over all processes, compared with a formula. */
final class Sums {

    private static final int[] SIZES = {0, 1, 1000, 5_000_000};

    /** Of a sum of a few floats below 500. */
    private static final double TOLERANCE = 1e-3;

    private Sums() {}

    /** Prints, for each type and size, whether all sums are right, and a checksum of their bits. */
    static void print(Communicator world) {
        for (DType dtype : DType.values()) {
            for (int size : SIZES) {
                ByteBuffer values =
                        ByteBuffer.allocateDirect(size * dtype.bytes()).order(ByteOrder.nativeOrder());
                for (int i = 0; i < size; i++) {
                    Elements.put(values, dtype, i, value(world.rank(), i));
                }
                world.allReduce(values, dtype);
                boolean isRight = true;
                for (int i = 0; i < size; i++) {
                    double expected = 0;
                    for (int r = 0; r < world.size(); r++) {
                        expected += Elements.rounded(dtype, value(r, i));
                    }
                    isRight &=
                            Math.abs(Elements.get(values, dtype, i) - expected) <= (dtype == DType.I32 ? 0 : TOLERANCE);
                }
                CRC32 bits = new CRC32();
                bits.update(values);
                RankProgram.say("sum " + dtype + " " + size + " " + isRight + " " + bits.getValue());
            }
        }
    }

    /** Between -500 and 500, with digits that a float rounds. */
    private static double value(int rank, int i) {
        return (i * 7919L + rank * 104_729L) % 100_003 / 100.003 - 500;
    }
}
