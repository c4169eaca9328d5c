package panamoe.tornado;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Counts how far tasks fill the buffers of a TornadoVM task graph. Version 5.2 has fixed sizes for the bytes of its
 * code, for tasks, and for the nodes of its dependency graph.
 */
final class GraphBudget {

    static final int MAX_TASKS = 256;
    static final int MAX_BYTES = 8192;
    static final int MAX_NODES = 1024;

    /** A context, and a launch without its arguments. */
    private static final int BYTES_PER_TASK = 15;

    private static final int BYTES_PER_ARGUMENT = 5;

    /** The array, its transfer to the device, and its release. */
    private static final int NODES_PER_ARRAY = 3;

    /** The task and the list of its buffers. Each array that the task writes takes one more node. */
    private static final int NODES_PER_TASK = 2;

    /** The device and the kernels' context. */
    private static final int NODES_PER_GRAPH = 8;

    private final Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    private int tasks;
    private int bytes;
    private int nodes;

    /** @param handedOn the number of arrays that may pass through this graph to others */
    GraphBudget(int handedOn) {
        nodes = NODES_PER_GRAPH + handedOn;
    }

    /**
     * Adds a task if there is room for it.
     *
     * @param arguments the number of the method's arguments, numbers included
     * @param written the number of arrays that the task writes
     * @param ofTask the arrays among its arguments
     * @return false if there is no room
     */
    boolean add(int arguments, int written, Object... ofTask) {
        int newBytes = BYTES_PER_TASK + BYTES_PER_ARGUMENT * arguments;
        int newNodes = NODES_PER_TASK + written;
        for (Object array : ofTask) {
            if (!arrays.contains(array)) {
                newNodes += NODES_PER_ARRAY;
            }
        }
        if (tasks == MAX_TASKS || bytes + newBytes > MAX_BYTES || nodes + newNodes > MAX_NODES) {
            return false;
        }
        tasks++;
        bytes += newBytes;
        nodes += newNodes;
        Collections.addAll(arrays, ofTask);
        return true;
    }
}
