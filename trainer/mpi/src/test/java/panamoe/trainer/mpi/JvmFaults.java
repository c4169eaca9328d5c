package panamoe.trainer.mpi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.DType;
import panamoe.tensor.parallel.Communicator;

/**
 * Makes the JVM handle faults of memory while an operation runs: compiled code reads through null, a stack overflows, and
 * loops stop at a safepoint. Each is a signal SIGSEGV that the JVM's own handler must get.
 */
final class JvmFaults {

    /** A million passed too, with Open MPI 4.1.4 and MPICH 4.0.2. */
    static final int NULLS = 100_000;

    static final int OVERFLOWS = 100;
    static final int COLLECTIONS = 100;
    static final int SUMS = 300;

    private final @Nullable JvmFaults nothing = null;
    private int depth;
    private volatile boolean isOver;

    private JvmFaults() {}

    /** Prints the number of reads, of overflows, of collections and of sums. */
    static void print(Communicator world) throws Exception {
        JvmFaults faults = new JvmFaults();
        ByteBuffer values = ByteBuffer.allocateDirect(4 << 20).order(ByteOrder.nativeOrder());
        AtomicLong sums = new AtomicLong();
        Thread looping = Thread.ofPlatform().start(faults::loop);
        Thread collecting = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < COLLECTIONS; i++) {
                System.gc();
            }
        });
        Future<?> summing = world.later(() -> {
            for (int i = 0; i < SUMS; i++) {
                world.allReduce(values, DType.F32);
                sums.incrementAndGet();
            }
        });
        int nulls = 0;
        for (int i = 0; i < NULLS; i++) {
            nulls += faults.readThroughNull();
        }
        int overflows = 0;
        for (int i = 0; i < OVERFLOWS; i++) {
            overflows += faults.overflow();
        }
        collecting.join();
        faults.isOver = true;
        looping.join();
        summing.get();
        RankProgram.say("faults %d %d %d %d".formatted(nulls, overflows, COLLECTIONS, sums.get()));
    }

    private int readThroughNull() {
        try {
            return nothing.depth;
        } catch (NullPointerException e) {
            return 1;
        }
    }

    private int overflow() {
        try {
            return descend();
        } catch (StackOverflowError e) {
            return 1;
        }
    }

    private int descend() {
        depth++;
        return descend() + 1;
    }

    private void loop() {
        int sum = 0;
        while (!isOver) {
            for (long i = 0; i < 1_000_000; i++) {
                sum += (int) (i * sum);
            }
        }
        depth = sum;
    }
}
