package uk.ac.manchester.tornado.api;

import java.util.List;
import java.util.Map;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** A graph that no longer changes. */
public class ImmutableTaskGraph {

    private final String name;
    private final List<GraphTask> tasks;
    private final Map<TornadoNativeArray, Integer> toDevice;
    private final Map<TornadoNativeArray, Integer> toHost;
    private final Map<TornadoNativeArray, String> consumed;

    ImmutableTaskGraph(
            String name,
            List<GraphTask> tasks,
            Map<TornadoNativeArray, Integer> toDevice,
            Map<TornadoNativeArray, Integer> toHost,
            Map<TornadoNativeArray, String> consumed) {
        this.name = name;
        this.tasks = tasks;
        this.toDevice = toDevice;
        this.toHost = toHost;
        this.consumed = consumed;
    }

    String name() {
        return name;
    }

    List<GraphTask> tasks() {
        return tasks;
    }

    /** The mode of each array that is sent to the device. */
    Map<TornadoNativeArray, Integer> toDevice() {
        return toDevice;
    }

    /** The graph from which each array is taken over. */
    Map<TornadoNativeArray, String> consumed() {
        return consumed;
    }

    /** The mode of each array that is fetched. */
    Map<TornadoNativeArray, Integer> toHost() {
        return toHost;
    }
}
