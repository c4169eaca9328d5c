package panamoe.tornado;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Counts what tasks take of the buffers of a TornadoVM task graph, whose sizes are fixed in version 5.2: bytes of its code,
 * tasks, and nodes of its dependency graph.
 */
final class GraphBudget {

    static final int MAX_TASKS = 256;
    static final int MAX_BYTES = 8192;
    static final int MAX_NODES = 1024;

    /** A context and a launch without arguments, and each argument. */
    private static final int BYTES_PER_TASK = 15;

    private static final int BYTES_PER_ARGUMENT = 5;

    /** The array itself, what brings it to the device, and what frees it. */
    private static final int NODES_PER_ARRAY = 3;

    /** The task and a list of its buffers, beside one for each array that it writes. */
    private static final int NODES_PER_TASK = 2;

    /** The device and the kernels' context. */
    private static final int NODES_PER_GRAPH = 8;

    private final Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    private int tasks;
    private int bytes;
    private int nodes;

    /** @param handedOn arrays that other graphs use too: each may go through this one */
    GraphBudget(int handedOn) {
        nodes = NODES_PER_GRAPH + handedOn;
    }

    /**
     * Takes a task into account if there is room for it.
     *
     * @param arguments of the method, numbers included
     * @param written how many arrays the task writes
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
