package panamoe.trainer.mpi;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import panamoe.tensor.DType;
import panamoe.tensor.parallel.Communicator;

/** The processes of {@code MPI_COMM_WORLD}. Work that {@link #later} got and that fails passes its failure to the {@link Future} alone. */
final class MpiCommunicator implements Communicator {

    /** After this time {@link #abort} no longer waits for the thread, which an operation may hold for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Mpi mpi;
    private final MpiThread thread;
    private final String library;
    private final int rank;
    private final int size;

    MpiCommunicator(Mpi mpi, MpiThread thread) {
        this.mpi = mpi;
        this.thread = thread;
        library = mpi.version();
        rank = thread.call(mpi::rank);
        size = thread.call(mpi::size);
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String library() {
        return library;
    }

    @Override
    public void allReduce(ByteBuffer values, DType dtype) {
        MemorySegment memory = Buffers.writable("allReduce", values);
        int count = Buffers.elements("allReduce", values, dtype);
        run(() -> mpi.allReduce(memory, count, dtype));
    }

    @Override
    public void allToAll(ByteBuffer send, int[] sendCounts, ByteBuffer receive, int[] receiveCounts, DType dtype) {
        MemorySegment from = Buffers.memory("allToAll, send", send);
        MemorySegment to = Buffers.writable("allToAll, receive", receive);
        Parts sent = Parts.of("sendCounts", sendCounts, size, Buffers.elements("allToAll, send", send, dtype));
        Parts received =
                Parts.of("receiveCounts", receiveCounts, size, Buffers.elements("allToAll, receive", receive, dtype));
        if (from.asOverlappingSlice(to).isPresent()) {
            throw new IllegalArgumentException("the buffers of allToAll overlap: expected two separate ones");
        }
        if (sendCounts[rank] != receiveCounts[rank]) {
            throw new IllegalArgumentException("process " + rank + " sends " + sendCounts[rank]
                    + " elements to itself and expects " + receiveCounts[rank] + ": expected the same number");
        }
        run(() -> mpi.allToAll(from, sent, to, received, dtype));
    }

    @Override
    public void broadcast(ByteBuffer bytes, int root) {
        if (root < 0 || root >= size) {
            throw new IllegalArgumentException("root " + root + ": expected 0 to " + (size - 1));
        }
        MemorySegment memory = rank == root ? Buffers.memory("broadcast", bytes) : Buffers.writable("broadcast", bytes);
        int count = bytes.remaining();
        run(() -> mpi.broadcast(memory, count, root));
    }

    @Override
    public void barrier() {
        run(mpi::barrier);
    }

    @Override
    public Future<?> later(Runnable work) {
        return thread.later(work);
    }

    /**
     * {@inheritDoc} The library ends the others if its thread is free within two seconds. Else this process ends itself,
     * and its launcher ends the others.
     *
     * @param exitCode 1 to 255
     */
    @Override
    public void abort(int exitCode) {
        if (exitCode < 1 || exitCode > 255) {
            throw new IllegalArgumentException("exit code " + exitCode + ": expected 1 to 255");
        }
        Thread.ofPlatform().name("mpi-abort").daemon().start(() -> haltAfter(PATIENCE, exitCode));
        thread.first(() -> mpi.abort(exitCode));
        while (true) {
            LockSupport.park();
        }
    }

    @Override
    public void close() {
        thread.end(mpi::end);
    }

    private void run(Runnable operation) {
        thread.call(Executors.callable(operation, true));
    }

    private static void haltAfter(Duration time, int exitCode) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing interrupts this thread", e);
        } finally {
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
