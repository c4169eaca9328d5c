package uk.ac.manchester.tornado.api;

import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;

/** A task of a graph. */
sealed interface GraphTask permits KernelTask, LibraryCall {

    /** {@code graph.task}. */
    String name();

    /** The arguments as the program gave them: arrays are the host's. */
    Object[] arguments();

    /**
     * Runs the task.
     *
     * @param onDevice the arguments with the device's arrays in place of the host's
     * @param grid the task's grid, null if it has none
     */
    void run(Object[] onDevice, @Nullable WorkerGrid grid);

    /** The exception for a task that failed. */
    static TornadoTaskRuntimeException failed(String task, Throwable cause) {
        TornadoTaskRuntimeException failure =
                new TornadoTaskRuntimeException("task " + task + " failed: " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
