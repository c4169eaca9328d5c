package panamoe.tensor.parallel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import panamoe.tensor.DType;

/** The processes of a test: threads of one JVM, which read each other's buffers between two waits at a barrier. */
public final class ThreadProcesses {

    private static final int PATIENCE_SECONDS = 60;

    private final CyclicBarrier barrier;
    private final ByteBuffer[] buffers;
    private final int[][] counts;

    private ThreadProcesses(int size) {
        barrier = new CyclicBarrier(size);
        buffers = new ByteBuffer[size];
        counts = new int[size][];
    }

    /** Runs the body in each of {@code size} processes. @return their results, by rank */
    public static <R> List<R> run(int size, Function<ProcessGroup, R> body) {
        return runOn(size, member -> body.apply(ProcessGroup.of(member)));
    }

    /** As {@link #run}, with the communicator of each process. */
    public static <R> List<R> runOn(int size, Function<Communicator, R> body) {
        ThreadProcesses all = new ThreadProcesses(size);
        try (ExecutorService processes = Executors.newFixedThreadPool(size)) {
            List<Future<R>> results = IntStream.range(0, size)
                    .mapToObj(rank -> processes.submit((Callable<R>) () -> {
                        try (Member member = all.new Member(rank)) {
                            return body.apply(member);
                        }
                    }))
                    .toList();
            List<R> done = new ArrayList<>();
            for (Future<R> result : results) {
                done.add(result.get());
            }
            return done;
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private final class Member implements Communicator {

        private final int rank;
        private final ExecutorService thread;
        private volatile Thread own;

        Member(int rank) {
            this.rank = rank;
            this.thread = Executors.newSingleThreadExecutor(runnable -> {
                own = new Thread(runnable, "communicator " + rank);
                own.setDaemon(true);
                return own;
            });
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public int size() {
            return buffers.length;
        }

        @Override
        public String library() {
            return "threads";
        }

        @Override
        public void allReduce(ByteBuffer values, DType dtype) {
            together(
                    values,
                    new int[0],
                    () -> {
                        ByteBuffer sum = copy(values);
                        for (int i = 0; i < sum.capacity() / dtype.bytes(); i++) {
                            int at = i * dtype.bytes();
                            switch (dtype) {
                                case F32 -> sum.putFloat(at, (float) total(i, other -> (double) other.getFloat(at)));
                                case F64 -> sum.putDouble(at, total(i, other -> other.getDouble(at)));
                                case I32 -> sum.putInt(at, (int) total(i, other -> (double) other.getInt(at)));
                            }
                        }
                        return sum;
                    },
                    values);
        }

        private double total(int i, Function<ByteBuffer, Double> element) {
            double sum = 0;
            for (ByteBuffer each : buffers) {
                sum += element.apply(each);
            }
            return sum;
        }

        @Override
        public void allToAll(ByteBuffer send, int[] sendCounts, ByteBuffer receive, int[] receiveCounts, DType dtype) {
            together(
                    send,
                    sendCounts,
                    () -> {
                        ByteBuffer all =
                                ByteBuffer.allocate(receive.remaining()).order(ByteOrder.nativeOrder());
                        for (int from = 0; from < size(); from++) {
                            if (counts[from][rank] != receiveCounts[from]) {
                                throw new AssertionError(rank + " expects " + receiveCounts[from] + " of " + from
                                        + ", not " + counts[from][rank]);
                            }
                            int before = Arrays.stream(counts[from]).limit(rank).sum() * dtype.bytes();
                            all.put(buffers[from].slice(before, counts[from][rank] * dtype.bytes()));
                        }
                        return all.flip();
                    },
                    receive);
        }

        @Override
        public void broadcast(ByteBuffer bytes, int root) {
            together(bytes, new int[0], () -> copy(buffers[root]), bytes);
        }

        @Override
        public void barrier() {
            ByteBuffer none = ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder());
            together(none, new int[0], () -> none, none);
        }

        private static ByteBuffer copy(ByteBuffer bytes) {
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).order(ByteOrder.nativeOrder());
            copy.put(bytes.duplicate());
            return copy.flip();
        }

        /** Shows the others this process's bytes, computes the result from those of all, and writes it. */
        private void together(ByteBuffer shown, int[] shownCounts, Callable<ByteBuffer> result, ByteBuffer into) {
            onThread(() -> {
                buffers[rank] = shown.slice().order(ByteOrder.nativeOrder());
                counts[rank] = shownCounts;
                barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                ByteBuffer whole = result.call();
                barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                into.duplicate().put(whole);
                return null;
            });
        }

        private void onThread(Callable<Void> work) {
            try {
                if (Thread.currentThread() == own) {
                    work.call();
                } else {
                    thread.submit(work).get();
                }
            } catch (Exception e) {
                throw new AssertionError("process " + rank, e);
            }
        }

        @Override
        public Future<?> later(Runnable work) {
            return thread.submit(work);
        }

        @Override
        public void abort(int exitCode) {
            throw new AssertionError("process " + rank + " aborted with " + exitCode);
        }

        @Override
        public void close() {
            thread.shutdown();
        }
    }
}
