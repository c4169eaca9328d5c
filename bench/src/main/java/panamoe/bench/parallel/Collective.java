package panamoe.bench.parallel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import panamoe.tensor.DType;
import panamoe.tensor.parallel.Communicator;

/**
 * A collective operation, with the messages and bytes that it costs a process (Thakur, Rabenseifner and Gropp 2005, "Optimization of
 * Collective Communication Operations in MPICH", section 4). n is the number of bytes that a process gives to the operation, p the number
 * of processes.
 */
enum Collective {
    /** A sum of n bytes of floats, by Rabenseifner's algorithm: reduce-scatter and allgather. The additions count as moved bytes. */
    ALL_REDUCE("all-reduce") {
        @Override
        double messages(int processes) {
            return 2 * Math.log(processes) / Math.log(2);
        }

        @Override
        double bytes(int processes, double n) {
            return 2.0 * (processes - 1) / processes * n;
        }

        @Override
        Runnable call(Communicator communicator, int n) {
            ByteBuffer values = direct(n);
            return () -> communicator.allReduce(values, DType.F32);
        }
    },

    /** Each process sends n / p bytes to each, by pairwise exchange. */
    ALL_TO_ALL("all-to-all") {
        @Override
        double messages(int processes) {
            return processes - 1;
        }

        @Override
        double bytes(int processes, double n) {
            return (processes - 1.0) / processes * n;
        }

        @Override
        Runnable call(Communicator communicator, int n) {
            int[] counts = new int[communicator.size()];
            Arrays.fill(counts, n / Float.BYTES / counts.length);
            ByteBuffer send = direct(n);
            ByteBuffer receive = direct(n);
            return () -> communicator.allToAll(send, counts, receive, counts, DType.F32);
        }
    };

    private final String label;

    Collective(String label) {
        this.label = label;
    }

    /** The name for output. */
    String label() {
        return label;
    }

    /** The messages that a process sends one after the other. */
    abstract double messages(int processes);

    /** The bytes that a process sends. */
    abstract double bytes(int processes, double n);

    /** The operation on new buffers. @param n bytes, a whole number of floats for each process */
    abstract Runnable call(Communicator communicator, int n);

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
