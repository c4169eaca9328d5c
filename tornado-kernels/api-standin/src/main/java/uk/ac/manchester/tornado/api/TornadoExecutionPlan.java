package uk.ac.manchester.tornado.api;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;

/** Graphs that run one after the other, with their arrays in the device's memory from one execution to the next. */
public class TornadoExecutionPlan implements AutoCloseable {

    private final List<GraphOnDevice> graphs;
    private List<GraphOnDevice> chosen;
    private @Nullable GraphOnDevice last;
    private GridScheduler grids = new GridScheduler();

    /** A plan; the first execution takes memory on the device. */
    public TornadoExecutionPlan(ImmutableTaskGraph... immutableTaskGraphs) {
        graphs = Arrays.stream(immutableTaskGraphs).map(GraphOnDevice::new).toList();
        chosen = graphs;
    }

    /** Sends arrays, runs the tasks and fetches arrays, for each chosen graph. */
    public TornadoExecutionResult execute() {
        // a graph consumes arrays of the execution before, not of another graph in this execution
        GraphOnDevice before = last;
        for (GraphOnDevice graph : chosen) {
            graph.execute(grids, before);
            last = graph;
        }
        return new TornadoExecutionResult(() -> chosen);
    }

    /** Chooses the graph that is executed, fetched from and freed from now on. */
    public TornadoExecutionPlan withGraph(int graphIndex) {
        if (graphIndex < 0 || graphIndex >= graphs.size()) {
            throw new TornadoRuntimeException("graph " + graphIndex + " of a plan of " + graphs.size()
                    + " graphs: expected 0 to " + (graphs.size() - 1));
        }
        chosen = List.of(graphs.get(graphIndex));
        return this;
    }

    /** Chooses all graphs, as at first. */
    public TornadoExecutionPlan withAllGraphs() {
        chosen = graphs;
        return this;
    }

    /** Chooses the device, of which the stand-in has one. */
    public TornadoExecutionPlan withDevice(TornadoDevice device) {
        return this;
    }

    /** Sets the grids of tasks. */
    public TornadoExecutionPlan withGridScheduler(GridScheduler gridScheduler) {
        if (gridScheduler.keySet().stream().noneMatch(task -> graphs.stream().anyMatch(graph -> graph.hasTask(task)))) {
            throw new TornadoRuntimeException(
                    "the grid scheduler names " + gridScheduler.keySet() + ", of which none is a task of the plan");
        }
        grids = gridScheduler;
        return this;
    }

    /** Compiles the tasks ahead of the first execution; in the stand-in they are compiled already. */
    public TornadoExecutionPlan withPreCompilation() {
        return this;
    }

    /** Sends the tasks to a CUDA device together; the stand-in has nothing to send. */
    public TornadoExecutionPlan withCUDAGraph() {
        return this;
    }

    /** Frees the arrays on the device; the next execution sends them again. */
    public TornadoExecutionPlan freeDeviceMemory() {
        chosen.forEach(GraphOnDevice::free);
        return this;
    }

    /** Forgets compiled code, of which the stand-in has none; arrays stay on the device. */
    public TornadoExecutionPlan resetDevice() {
        return this;
    }

    /** Frees the arrays on the device. */
    @Override
    public void close() throws TornadoExecutionPlanException {
        freeDeviceMemory();
    }
}
