package panamoe.trainer.mpi;

import java.util.concurrent.BlockingDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;

/** The one thread that calls MPI. It does its work in the order in which it was given. */
final class MpiThread {

    private final BlockingDeque<FutureTask<?>> queue = new LinkedBlockingDeque<>();

    /** A daemon: a program that ends without {@link #end} does not wait for it. */
    private final Thread thread = Thread.ofPlatform().name("mpi").daemon().unstarted(this::work);

    private boolean isClosed;

    /** Written and read by the thread alone. */
    private boolean isDone;

    private MpiThread() {}

    /** Starts the thread. */
    static MpiThread start() {
        MpiThread started = new MpiThread();
        started.thread.start();
        return started;
    }

    /**
     * Does work on the thread after all other, and waits for its end; on the thread itself, does it at once. An
     * interrupt does not end the wait, because the library cannot give up an operation. It stays set.
     *
     * @throws IllegalStateException after {@link #end}
     */
    <T> T call(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        if (isCurrent()) {
            task.run();
        } else {
            add(task);
        }
        return result(task);
    }

    /** Does work on the thread after all other. @throws IllegalStateException after {@link #end} */
    Future<?> later(Runnable work) {
        FutureTask<?> task = new FutureTask<>(work, true);
        add(task);
        return task;
    }

    /** Does work on the thread before all other that has not begun; on the thread itself, at once. A failure is not reported. */
    void first(Runnable work) {
        FutureTask<?> task = new FutureTask<>(work, true);
        if (isCurrent()) {
            task.run();
        } else {
            queue.addFirst(task);
        }
    }

    /** Does the last work, waits for its end, and ends the thread. The second time it does nothing. */
    void end(Runnable work) {
        FutureTask<Boolean> last = new FutureTask<>(
                () -> {
                    isDone = true;
                    work.run();
                },
                true);
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            if (!isCurrent()) {
                queue.addLast(last);
            }
        }
        if (isCurrent()) {
            last.run();
        }
        result(last);
    }

    private boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private synchronized void add(FutureTask<?> task) {
        if (isClosed) {
            throw new IllegalStateException("the communicator is closed: no operation may follow");
        }
        queue.addLast(task);
    }

    private void work() {
        while (!isDone) {
            try {
                queue.takeFirst().run();
            } catch (InterruptedException e) {
                // Only Future.cancel interrupts this thread. The cancelled task has ended and the next one may come.
                continue;
            }
        }
    }

    private static <T> T result(FutureTask<T> task) {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                } catch (ExecutionException e) {
                    throw unchecked(e);
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unchecked(ExecutionException failure) {
        return switch (failure.getCause()) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null, default -> new IllegalStateException(failure);
        };
    }
}
