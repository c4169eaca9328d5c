package uk.ac.manchester.tornado.api;

import java.util.List;
import java.util.function.Supplier;
import uk.ac.manchester.tornado.api.exceptions.TornadoRuntimeException;

/** Access to the arrays that an execution left on the device. */
public class TornadoExecutionResult {

    private final Supplier<List<GraphOnDevice>> chosen;

    /** @param chosen gives the graphs that the plan has chosen at the time of a transfer */
    TornadoExecutionResult(Supplier<List<GraphOnDevice>> chosen) {
        this.chosen = chosen;
    }

    /** Copies the current content of arrays from the device to the host. */
    public TornadoExecutionResult transferToHost(Object... objects) {
        List<GraphOnDevice> graphs = chosen.get();
        for (Object object : objects) {
            if (graphs.stream().noneMatch(graph -> graph.has(object))) {
                throw new TornadoRuntimeException("no chosen graph has the array " + object + " to transfer");
            }
            graphs.forEach(graph -> graph.fetch(object));
        }
        return this;
    }

    /** True: an execution returns when all tasks have ended. */
    public boolean isReady() {
        return true;
    }
}
