package panamoe.tensor;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of worker threads that share the chunks of one job at a time. The caller splits the job by the sizes of
 * its data, never by the number of threads, and no two chunks write the same element. The result then has the same bits
 * for any number of threads.
 *
 * <pre>{@code
 * try (Parallel parallel = new Parallel(4)) {
 *     parallel.run(chunks, c -> work(from(c), to(c)));  // returns when all chunks are done
 * }
 * }</pre>
 */
public final class Parallel implements AutoCloseable {

    /** How long a thread polls before it parks, in nanoseconds: longer than the gap between two kernels of a step. */
    private static final long SPIN_NANOS = 200_000;

    /** The job of the workers before the first call: it has no chunks. */
    private static final Job NONE = new Job(0, 1, (from, length) -> {});

    private final Worker[] workers;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Sleeper caller = new Sleeper();
    private volatile Job job = NONE;
    private volatile boolean closed;

    /**
     * Starts {@code threads - 1} daemon threads; the thread that calls {@link #run} is the last one.
     *
     * @throws IllegalArgumentException if {@code threads} is not in 1..{@value BackendRequest#MOST_THREADS}
     */
    public Parallel(int threads) {
        Check.that(
                threads >= 1 && threads <= BackendRequest.MOST_THREADS,
                () -> "threads " + threads + ": expected 1 to " + BackendRequest.MOST_THREADS);
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker();
        }
        for (int i = 0; i < workers.length; i++) {
            Thread.ofPlatform().daemon().name("panamoe-" + (i + 1)).start(workers[i]);
        }
    }

    /** The number of threads that work on a job, including the caller. */
    public int threads() {
        return workers.length + 1;
    }

    /**
     * Calls {@code body} once for each of {@code 0..chunks-1}, in any order and on any thread, and waits for all. A job
     * that starts while another runs, for example inside a chunk, runs on the calling thread only.
     *
     * @throws RuntimeException or Error: the first that a chunk threw; chunks that have not begun are skipped
     * @throws IllegalStateException if the workers are closed
     */
    public void run(int chunks, IntConsumer body) {
        ranges(chunks, 1, (chunk, one) -> body.accept(chunk));
    }

    /** A part of an index range. */
    @FunctionalInterface
    public interface Range {
        /** Works on {@code from..from + length - 1}. */
        void accept(int from, int length);
    }

    /**
     * As {@link #run}, but splits {@code 0..n-1} into ranges of {@code size} indices; the last range may be shorter.
     */
    public void ranges(int n, int size, Range body) {
        if (closed) {
            throw new IllegalStateException("the backend is closed: create a new one");
        }
        if (n <= size || workers.length == 0 || !busy.compareAndSet(false, true)) {
            for (int from = 0; from < n; from += Math.min(size, n - from)) {
                body.accept(from, Math.min(size, n - from));
            }
            return;
        }
        try {
            Job mine = new Job(n, size, body);
            job = mine;
            wake(Math.min(workers.length, mine.chunks - 1));
            mine.help(caller);
            caller.await(mine);
            mine.rethrow();
        } finally {
            busy.set(false);
        }
    }

    /** Stops the workers; the caller finishes a running job. */
    @Override
    public void close() {
        closed = true;
        wake(workers.length);
    }

    private void wake(int count) {
        for (int i = 0; i < count; i++) {
            workers[i].sleeper.wake();
        }
    }

    /** A thread that parks while it waits. To wake it costs a read, and a system call only if it is parked. */
    private static final class Sleeper {
        private volatile @Nullable Thread parked;

        /**
         * Polls until {@code ready}; after {@link #SPIN_NANOS} parks until woken. The waking thread first makes the
         * condition true and then calls {@link #wake}. This thread first sets {@code parked} and then checks the
         * condition again. So no wake-up is lost.
         */
        void await(BooleanSupplier ready) {
            long start = System.nanoTime();
            while (!ready.getAsBoolean()) {
                if (System.nanoTime() - start < SPIN_NANOS) {
                    Thread.onSpinWait();
                } else {
                    parked = Thread.currentThread();
                    if (!ready.getAsBoolean()) {
                        LockSupport.park(this);
                    }
                    parked = null;
                }
            }
        }

        void wake() {
            Thread thread = parked;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** A worker thread. It is ready when there is a job that it has not seen, or the workers are closed. */
    private final class Worker implements Runnable, BooleanSupplier {
        private final Sleeper sleeper = new Sleeper();
        private Job last = NONE;

        @Override
        public void run() {
            while (!closed) {
                sleeper.await(this);
                last = job;
                last.help(caller);
            }
        }

        @Override
        public boolean getAsBoolean() {
            return job != last || closed;
        }
    }

    /**
     * One call of {@link #ranges}: each job has its own counters, so a late worker cannot change those of the next job.
     * They are fields, not objects, because a training step has hundreds of jobs. A job is ready when all its chunks
     * are done.
     */
    private static final class Job implements BooleanSupplier {
        private static final AtomicIntegerFieldUpdater<Job> NEXT =
                AtomicIntegerFieldUpdater.newUpdater(Job.class, "next");
        private static final AtomicIntegerFieldUpdater<Job> FINISHED =
                AtomicIntegerFieldUpdater.newUpdater(Job.class, "finished");

        private final int n;
        private final int size;
        private final int chunks;
        private final Range body;
        private volatile int next;
        private volatile int finished;
        private volatile @Nullable Throwable failure;

        Job(int n, int size, Range body) {
            this.n = n;
            this.size = size;
            this.chunks = Math.ceilDiv(n, size);
            this.body = body;
        }

        void help(Sleeper caller) {
            int chunk;
            while (next < chunks && (chunk = NEXT.getAndIncrement(this)) < chunks) {
                try {
                    if (failure == null) {
                        int from = chunk * size;
                        body.accept(from, Math.min(size, n - from));
                    }
                } catch (Throwable t) {
                    fail(t);
                } finally {
                    if (FINISHED.incrementAndGet(this) == chunks) {
                        caller.wake();
                    }
                }
            }
        }

        private synchronized void fail(Throwable t) {
            if (failure == null) {
                failure = t;
            }
        }

        @Override
        public boolean getAsBoolean() {
            return finished >= chunks;
        }

        void rethrow() {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable t -> throw new IllegalStateException(t);
            }
        }
    }
}
