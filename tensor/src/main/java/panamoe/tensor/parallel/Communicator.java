package panamoe.tensor.parallel;

import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import panamoe.tensor.DType;

/**
 * The collective operations of a group of processes. All processes call the same operations in the same order, with
 * sizes that fit together; an operation ends when this process has its result.
 *
 * <p>Every buffer is direct and in native byte order. An operation uses its bytes from position to limit and moves
 * neither. One operation runs at a time, in the order of the calls. Any thread may call.
 */
public interface Communicator extends AutoCloseable {

    /** The number of this process, from 0. */
    int rank();

    /** The number of processes. */
    int size();

    /** The name and version of the library, for reports. */
    String library();

    /** Replaces each element by its sum over all processes. The result is the same on each process, to the bit. */
    void allReduce(ByteBuffer values, DType dtype);

    /**
     * Sends the r-th part of {@code send} to process r and receives a part from each, in the order of the ranks.
     *
     * @param sendCounts elements for each process; they follow each other in {@code send}
     * @param receiveCounts elements from each process: what it sends to this one
     */
    void allToAll(ByteBuffer send, int[] sendCounts, ByteBuffer receive, int[] receiveCounts, DType dtype);

    /** Copies the bytes of process {@code root} to all others. */
    void broadcast(ByteBuffer bytes, int root);

    /** Waits until all processes have called it. */
    void barrier();

    /**
     * Runs work that calls operations of this communicator, after the operations called before, on a thread of the
     * communicator. The caller goes on at once.
     */
    Future<?> later(Runnable work);

    /** Ends all processes at once, with this exit code, if any of them is still running. It does not return. */
    void abort(int exitCode);

    /** Leaves the group; all processes call it as their last operation. */
    @Override
    void close();
}
