package panamoe.tensor.parallel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * The processes that train one model together, or this process alone. All of them call the same methods in the same
 * order. In a group of one process every operation returns at once.
 *
 * <p>One thread calls the methods.
 */
public final class ProcessGroup {

    /** Large tensors move in pieces of this many bytes. */
    public static final int PIECE_BYTES = 4 << 20;

    private static final ProcessGroup SINGLE = new ProcessGroup(null);

    private final @Nullable Communicator communicator;
    private final Staging callers = new Staging();
    private final Staging laters = new Staging();
    private final AtomicLong moving = new AtomicLong();
    private long waiting;

    /** A direct buffer that grows. */
    private static final class Staging {
        private ByteBuffer buffer = direct(0);

        /** The buffer with room for {@code bytes}. */
        ByteBuffer of(int bytes) {
            if (buffer.capacity() < bytes) {
                buffer = direct(bytes);
            }
            return buffer.clear().limit(bytes);
        }

        private static ByteBuffer direct(int bytes) {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
    }

    private ProcessGroup(@Nullable Communicator communicator) {
        this.communicator = communicator;
    }

    /** This process alone. */
    public static ProcessGroup single() {
        return SINGLE;
    }

    /** The processes of a communicator. */
    public static ProcessGroup of(Communicator communicator) {
        return communicator.size() == 1 ? SINGLE : new ProcessGroup(communicator);
    }

    /** True for a group of one process. */
    public boolean isSingle() {
        return communicator == null;
    }

    /** The number of this process, from 0. */
    public int rank() {
        return communicator == null ? 0 : communicator.rank();
    }

    /** The number of processes. */
    public int size() {
        return communicator == null ? 1 : communicator.size();
    }

    /** True for the process that writes files and talks to the user. */
    public boolean isFirst() {
        return rank() == 0;
    }

    private Communicator communicator() {
        if (communicator == null) {
            throw new IllegalStateException("a group of one process has no communicator");
        }
        return communicator;
    }

    /** Runs an operation and counts the time that this thread waits for it. */
    private void wait(Consumer<Communicator> operation) {
        Communicator to = communicator();
        long begun = System.nanoTime();
        operation.accept(to);
        waiting += System.nanoTime() - begun;
    }

    // ---- tensors

    /** Replaces the elements of a floating tensor by their sums over all processes. */
    public void sum(Backend backend, Tensor tensor) {
        if (!isSingle()) {
            wait(to -> sum(backend, tensor, callers, to));
        }
    }

    /**
     * As {@link #sum(Backend, Tensor)}, on the thread of the communicator, while the caller goes on. Neither the caller
     * nor a kernel may use the tensor until {@link #finish} has returned for the result.
     */
    public Future<?> sumLater(Backend backend, Tensor tensor) {
        Communicator to = communicator();
        return to.later(() -> {
            long begun = System.nanoTime();
            sum(backend, tensor, laters, to);
            moving.addAndGet(System.nanoTime() - begun);
        });
    }

    /** Waits for what was begun. */
    public void finish(List<Future<?>> begun) {
        long from = System.nanoTime();
        for (Future<?> each : begun) {
            finish(each);
        }
        waiting += System.nanoTime() - from;
    }

    private static void finish(Future<?> begun) {
        try {
            begun.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while other processes were waited for", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private static void sum(Backend backend, Tensor tensor, Staging staging, Communicator to) {
        int width = tensor.dtype().bytes();
        int piece = PIECE_BYTES / width;
        for (int done = 0; done < tensor.size(); done += piece) {
            int n = Math.min(piece, tensor.size() - done);
            Tensor part = Tensor.of(tensor.storage(), tensor.offset() + done, Shape.of(n));
            ByteBuffer bytes = staging.of(n * width);
            backend.read(part, bytes);
            to.allReduce(bytes, tensor.dtype());
            backend.write(part, bytes);
        }
    }

    /**
     * Sends rows to all processes and receives rows from all of them.
     *
     * @param send {@code [n, d]}: the rows for process 0, then those for process 1, and so on; further rows are not sent
     * @param sent the number of rows for each process
     * @param receive {@code [m, d]}: the rows from process 0 come first; further rows become 0
     * @param received the number of rows from each process
     */
    public void exchange(Backend backend, Tensor send, int[] sent, Tensor receive, int[] received) {
        int d = send.shape().columns();
        int n = Arrays.stream(sent).sum();
        int m = Arrays.stream(received).sum();
        Check.that(
                sent.length == size()
                        && received.length == size()
                        && n <= send.shape().rows()
                        && m <= receive.shape().rows()
                        && d == receive.shape().columns(),
                () -> "exchange of " + n + " rows of " + send + " for " + m + " rows of " + receive + " among " + size()
                        + " processes: expected rows of the same width, and counts for each process");
        int width = send.dtype().bytes();
        int sendBytes = Math.multiplyExact(n * d, width);
        ByteBuffer both = callers.of(Math.addExact(sendBytes, Math.multiplyExact(m * d, width)));
        ByteBuffer out = both.slice(0, sendBytes).order(ByteOrder.nativeOrder());
        ByteBuffer in = both.slice(sendBytes, both.limit() - sendBytes).order(ByteOrder.nativeOrder());
        backend.read(send.rowSlice(0, n), out);
        if (isSingle()) {
            in.duplicate().put(out.duplicate());
        } else {
            wait(to -> to.allToAll(out, times(sent, d), in, times(received, d), send.dtype()));
        }
        backend.write(receive.rowSlice(0, m), in);
        backend.fill(0, receive.rowSlice(m, receive.shape().rows()));
    }

    private static int[] times(int[] counts, int d) {
        return Arrays.stream(counts).map(count -> count * d).toArray();
    }

    // ---- values of the host

    /** The sums of these values over all processes, in a new array. */
    public double[] sum(double... values) {
        double[] sums = values.clone();
        if (!isSingle()) {
            ByteBuffer bytes = callers.of(values.length * Double.BYTES);
            bytes.duplicate().order(bytes.order()).asDoubleBuffer().put(values);
            wait(to -> to.allReduce(bytes, DType.F64));
            bytes.asDoubleBuffer().get(sums);
        }
        return sums;
    }

    /** True if it is true in any process. */
    public boolean any(boolean own) {
        return sum(own ? 1 : 0)[0] > 0;
    }

    /**
     * Sends an equal part of the values to each process, and receives one from each: {@code values} has one part for
     * each process, in order.
     */
    public int[] exchange(int[] values) {
        if (isSingle()) {
            return values.clone();
        }
        int bytes = values.length * Integer.BYTES;
        int[] counts = new int[size()];
        Arrays.fill(counts, values.length / size());
        ByteBuffer both = callers.of(2 * bytes);
        ByteBuffer out = both.slice(0, bytes).order(ByteOrder.nativeOrder());
        ByteBuffer in = both.slice(bytes, bytes).order(ByteOrder.nativeOrder());
        out.asIntBuffer().put(values);
        wait(to -> to.allToAll(out, counts, in, counts, DType.I32));
        int[] received = new int[values.length];
        in.asIntBuffer().get(received);
        return received;
    }

    /** The floats of process {@code root}, which has as many values as the others; written to {@code values}. */
    public void broadcast(float[] values, int root) {
        int piece = PIECE_BYTES / Float.BYTES;
        for (int done = 0; done < values.length && !isSingle(); done += piece) {
            int n = Math.min(piece, values.length - done);
            ByteBuffer bytes = callers.of(n * Float.BYTES);
            bytes.duplicate().order(bytes.order()).asFloatBuffer().put(values, done, n);
            wait(to -> to.broadcast(bytes, root));
            bytes.asFloatBuffer().get(values, done, n);
        }
    }

    /** The values of all processes, by rank, in the first one; no values in the others. Each process has as many. */
    public float[] collect(float[] own) {
        if (isSingle()) {
            return own.clone();
        }
        float[] all = new float[isFirst() ? Math.multiplyExact(own.length, size()) : 0];
        int piece = PIECE_BYTES / Float.BYTES / size();
        for (int done = 0; done < own.length; done += piece) {
            collect(own, done, Math.min(piece, own.length - done), all);
        }
        return all;
    }

    private void collect(float[] own, int from, int n, float[] all) {
        int[] sent = new int[size()];
        sent[0] = n;
        int[] received = new int[size()];
        if (isFirst()) {
            Arrays.fill(received, n);
        }
        int bytes = n * Float.BYTES;
        int arriving = isFirst() ? bytes * size() : 0;
        ByteBuffer both = callers.of(bytes + arriving);
        ByteBuffer out = both.slice(0, bytes).order(ByteOrder.nativeOrder());
        ByteBuffer in = both.slice(bytes, arriving).order(ByteOrder.nativeOrder());
        out.asFloatBuffer().put(own, from, n);
        wait(to -> to.allToAll(out, sent, in, received, DType.F32));
        for (int rank = 0; rank < size() && isFirst(); rank++) {
            in.asFloatBuffer().get(rank * n, all, rank * own.length + from, n);
        }
    }

    /** The text of the first process. */
    public String broadcast(String text) {
        if (isSingle()) {
            return text;
        }
        return new String(broadcast(text.getBytes(StandardCharsets.UTF_8), 0), StandardCharsets.UTF_8);
    }

    /** The texts of all processes, by rank. */
    public List<String> gather(String own) {
        byte[] bytes = own.getBytes(StandardCharsets.UTF_8);
        List<String> texts = new ArrayList<>();
        for (int root = 0; root < size(); root++) {
            texts.add(isSingle() ? own : new String(broadcast(bytes, root), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private byte[] broadcast(byte[] own, int root) {
        ByteBuffer length = callers.of(Integer.BYTES);
        length.putInt(0, own.length);
        wait(to -> to.broadcast(length, root));
        byte[] values = rank() == root ? own : new byte[length.getInt(0)];
        ByteBuffer bytes = callers.of(values.length);
        bytes.duplicate().put(values);
        wait(to -> to.broadcast(bytes, root));
        bytes.get(values);
        return values;
    }

    // ---- times

    /**
     * The times since the last call.
     *
     * @param waiting nanoseconds in which the calling thread waited for other processes or for data to move
     * @param moving nanoseconds in which the communicator's thread did the work of {@link #sumLater}
     */
    public record Times(long waiting, long moving) {}

    /** The times since the last call. */
    public Times takeTimes() {
        Times times = new Times(waiting, moving.getAndSet(0));
        waiting = 0;
        return times;
    }
}
