package uk.ac.manchester.tornado.api;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;

/** Runs a kernel for each item of a grid: the groups one after the other, the items of a group at the same time. */
final class Launch {

    private final KernelTask task;
    private final Object[] arguments;
    private final int[] globalSize;
    private final int[] localSize;
    private final AtomicReference<@Nullable TornadoTaskRuntimeException> failure = new AtomicReference<>();

    Launch(KernelTask task, Object[] arguments, WorkerGrid grid) {
        this.task = task;
        this.arguments = arguments;
        this.globalSize = sizes(grid.getGlobalWork());
        long[] localWork = grid.getLocalWork();
        this.localSize = localWork == null ? new int[] {1, 1, 1} : sizes(localWork);
        for (int i = 0; i < 3; i++) {
            if (localSize[i] < 1 || globalSize[i] < 1 || globalSize[i] % localSize[i] != 0) {
                throw new TornadoTaskRuntimeException("task " + task.name() + " has a grid of "
                        + Arrays.toString(globalSize) + " items in groups of " + Arrays.toString(localSize)
                        + ": each number of items must be a positive multiple of the group's");
            }
        }
    }

    private static int[] sizes(long[] sizes) {
        return Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
    }

    void run() {
        for (int z = 0; z < globalSize[2] / localSize[2]; z++) {
            for (int y = 0; y < globalSize[1] / localSize[1]; y++) {
                for (int x = 0; x < globalSize[0] / localSize[0]; x++) {
                    runGroup(new int[] {x, y, z});
                }
            }
        }
    }

    private void runGroup(int[] groupId) {
        int items = localSize[0] * localSize[1] * localSize[2];
        WorkGroup group = new WorkGroup(items);
        if (items == 1) {
            runItem(group, groupId, new int[3]);
        } else {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int z = 0; z < localSize[2]; z++) {
                    for (int y = 0; y < localSize[1]; y++) {
                        for (int x = 0; x < localSize[0]; x++) {
                            int[] localId = {x, y, z};
                            threads.execute(() -> runItem(group, groupId, localId));
                        }
                    }
                }
            }
        }
        TornadoTaskRuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void runItem(WorkGroup group, int[] groupId, int[] localId) {
        KernelContext context = new KernelContext(group, groupId, localId, localSize, globalSize);
        Object[] values = arguments.clone();
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof KernelContext) {
                values[i] = context;
            }
        }
        try {
            task.call(values);
        } catch (Throwable e) {
            String where = "item " + Arrays.toString(localId) + " of group " + Arrays.toString(groupId);
            failure.compareAndSet(null, GraphTask.failed(task.name() + " in " + where, e));
        } finally {
            group.barrier().ended();
        }
    }
}
