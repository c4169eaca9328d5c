package uk.ac.manchester.tornado.api;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;
import uk.ac.manchester.tornado.api.standin.Twin;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** A graph of a plan, with the twins of its tasks' arrays in the device's memory. */
final class GraphOnDevice {

    private final ImmutableTaskGraph graph;
    private final Map<Object, Twin> twins = new IdentityHashMap<>();
    private final Map<Object, Twin> consumed = new IdentityHashMap<>();

    GraphOnDevice(ImmutableTaskGraph graph) {
        this.graph = graph;
        for (GraphTask task : graph.tasks()) {
            for (Object argument : task.arguments()) {
                if (argument instanceof TornadoNativeArray array && isNamed(array)) {
                    Integer mode = graph.toDevice().get(array);
                    boolean everyExecution = mode != null && mode == DataTransferMode.EVERY_EXECUTION;
                    twins.computeIfAbsent(array, a -> new Twin(array, everyExecution));
                }
            }
        }
    }

    private boolean isNamed(TornadoNativeArray array) {
        return graph.toDevice().containsKey(array) || graph.toHost().containsKey(array);
    }

    boolean hasTask(String name) {
        return graph.tasks().stream().anyMatch(task -> task.name().equals(name));
    }

    /** True if the graph names the array and a task takes it. */
    boolean has(Object array) {
        return twins.containsKey(array);
    }

    /** @param last the last graph of the execution before; null if there was none */
    void execute(GridScheduler grids, @Nullable GraphOnDevice last) {
        graph.consumed().forEach((array, source) -> consumed.put(array, consumedTwin(array, source, last)));
        graph.tasks().forEach(this::check);
        twins.values().forEach(Twin::begin);
        for (GraphTask task : graph.tasks()) {
            run(task, grids.get(task.name()));
            for (Object argument : task.arguments()) {
                Twin twin = twin(argument);
                if (twin != null) {
                    twin.taskEnded();
                }
            }
        }
        graph.toHost().forEach((array, mode) -> {
            if (mode == DataTransferMode.EVERY_EXECUTION) {
                fetch(array);
            }
        });
    }

    private static Twin consumedTwin(TornadoNativeArray array, String source, @Nullable GraphOnDevice last) {
        if (last == null || !last.graph.name().equals(source)) {
            throw new TornadoRuntimeException("an array is to be consumed from graph " + source
                    + ", but the graph that ran just before is " + (last == null ? "none" : last.graph.name()));
        }
        boolean kept = last.consumed.containsKey(array)
                || Objects.equals(last.graph.toHost().get(array), DataTransferMode.UNDER_DEMAND);
        Twin twin = last.twin(array);
        if (!kept || twin == null) {
            throw new TornadoRuntimeException("an array is to be consumed from graph " + source
                    + ", which does not keep it on the device: expected transferToHost with UNDER_DEMAND, or"
                    + " consumeFromDevice, in that graph");
        }
        return twin;
    }

    /** The twin that the graph works on; null for what is no array of the graph. */
    private @Nullable Twin twin(Object argument) {
        Twin twin = consumed.get(argument);
        return twin == null ? twins.get(argument) : twin;
    }

    private void check(GraphTask task) {
        Object[] arguments = task.arguments();
        for (int i = 0; i < arguments.length; i++) {
            if (twin(arguments[i]) == null
                    && !(arguments[i] instanceof Number)
                    && !(arguments[i] instanceof KernelContext)) {
                throw new TornadoTaskRuntimeException("task " + task.name() + ", argument " + i + ": " + arguments[i]
                        + ", expected a number, a KernelContext, or an array that transferToDevice, transferToHost or"
                        + " consumeFromDevice names");
            }
        }
    }

    private void run(GraphTask task, @Nullable WorkerGrid grid) {
        Object[] onDevice = task.arguments().clone();
        for (int i = 0; i < onDevice.length; i++) {
            Twin twin = twin(onDevice[i]);
            if (twin != null) {
                onDevice[i] = twin.array();
            }
        }
        try {
            task.run(onDevice, grid);
        } catch (TornadoTaskRuntimeException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw GraphTask.failed(task.name(), e);
        }
    }

    /** Copies an array from the device to the host if {@link #has} is true of it. */
    void fetch(Object array) {
        Twin twin = twins.get(array);
        if (twin != null) {
            twin.fetch();
        }
    }

    void free() {
        twins.values().forEach(Twin::free);
    }
}
