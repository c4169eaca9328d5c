package panamoe.tornado;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import panamoe.tornado.kernels.TouchCode;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Builds the task graphs of a plan: one if its tasks fit ({@link GraphBudget}), else a chain in which each graph
 * consumes the arrays that the graph before it left on the device.
 */
final class GraphBuilder {

    private static final Kernel TOUCH_FLOATS = Kernel.of("touchFloats", Kernel.Grid.ONE_GROUP, TouchCode::touchFloats);
    private static final Kernel TOUCH_INTS = Kernel.of("touchInts", Kernel.Grid.ONE_GROUP, TouchCode::touchInts);

    /**
     * A task to be added.
     *
     * @param written how many of the arrays it writes
     * @param ints the integers of the call, for a library function
     * @param reals the real numbers of the call, for a library function
     */
    private record Task(Kernel kernel, IntArray at, Object[] arrays, int written, int[] ints, float[] reals) {

        /** Takes room in a graph for the task; false if there is none. */
        boolean takeRoom(GraphBudget budget, IntArray allInts) {
            if (kernel.isLibrary()) {
                int arguments = arrays.length + ints.length + reals.length;
                return budget.add(arguments, written, arrays);
            }
            Object[] all =
                    Stream.concat(Stream.of(at, allInts), Arrays.stream(arrays)).toArray();
            return budget.add(1 + all.length, written, all); // and the kernel's context
        }
    }

    /** The first and the last graph that use an array, and its transfer to the device. */
    private static final class Span {
        private final int mode;
        private final boolean fetchable;
        private int first = -1;
        private int last;

        private Span(int mode, boolean fetchable) {
            this.mode = mode;
            this.fetchable = fetchable;
        }
    }

    private final String name;
    private final IntArray ints;
    private final FloatArray reals;
    private final Slot[] slots;
    private final int[] slotOf;
    private final Device device;
    private final List<Task> tasks = new ArrayList<>();
    /** The first task of each graph, then the number of all tasks. */
    private final MutableIntList begins = IntLists.mutable.empty();

    private final List<Object> arrays = new ArrayList<>();
    private final Map<Object, Span> spans = new IdentityHashMap<>();
    private final GridScheduler grids = new GridScheduler();

    GraphBuilder(String name, IntArray ints, FloatArray reals, Slot[] slots, int[] slotOf, Device device) {
        this.name = name;
        this.ints = ints;
        this.reals = reals;
        this.slots = slots;
        this.slotOf = slotOf;
        this.device = device;
    }

    /** The grid of each task. */
    GridScheduler grids() {
        return grids;
    }

    /** The number of tasks of all graphs. */
    int tasks() {
        return tasks.size();
    }

    /**
     * The number of arrays that the host sends at each execution. TornadoVM also sends a frame of its own for each
     * task.
     */
    int uploads() {
        return (int) spans.values().stream()
                .filter(span -> span.first >= 0 && span.mode == DataTransferMode.EVERY_EXECUTION)
                .count();
    }

    /** The graph that declares an array: the first one that uses it. */
    int owner(Object array) {
        return span(array).first;
    }

    private Span span(Object array) {
        return Objects.requireNonNull(spans.get(array), "an array of another plan");
    }

    /** Builds the graphs, in the order in which they run. */
    ImmutableTaskGraph[] build(Sequence sequence) {
        collectTasks(sequence);
        add(ints, DataTransferMode.EVERY_EXECUTION, false);
        add(reals, DataTransferMode.EVERY_EXECUTION, false);
        for (Slot slot : slots) {
            if (slot.kind() == Slot.Kind.PACKED) {
                continue;
            }
            int mode = slot.kind() == Slot.Kind.STREAMED
                    ? DataTransferMode.EVERY_EXECUTION
                    : DataTransferMode.FIRST_EXECUTION;
            add(slot.array(), mode, slot.kind() == Slot.Kind.RESIDENT);
        }
        divide();
        ImmutableTaskGraph[] graphs = new ImmutableTaskGraph[begins.size() - 1];
        for (int graph = 0; graph < graphs.length; graph++) {
            graphs[graph] = graph(graph).snapshot();
        }
        return graphs;
    }

    /** Fills one graph after the other. */
    private void divide() {
        begins.add(0);
        GraphBudget budget = new GraphBudget(arrays.size());
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            if (!task.takeRoom(budget, ints)) {
                begins.add(i);
                budget = new GraphBudget(arrays.size());
                task.takeRoom(budget, ints);
            }
            use(task, begins.size() - 1);
        }
        begins.add(tasks.size());
    }

    private void collectTasks(Sequence sequence) {
        BitSet touched = new BitSet();
        int nextInt = 0;
        int nextReal = 0;
        for (Call call : sequence.calls()) {
            for (Call.Use use : call.uses()) {
                int number = sequence.number(use.version());
                if (sequence.lives().get(number).touched() && !touched.get(number)) {
                    touched.set(number);
                    touch(slots[slotOf[number]].array());
                }
            }
            int written = (int) call.uses().stream()
                    .filter(use -> use.role() != Call.Role.IN)
                    .count();
            IntArray at = IntArray.fromElements(nextInt, nextReal);
            tasks.add(new Task(call.kernel(), at, arrays(sequence, call), written, call.ints(), call.reals()));
            nextInt += call.uses().size() + call.ints().length;
            nextReal += call.reals().length;
        }
    }

    /** Adds a kernel that reads an array: TornadoVM does not send an array whose first kernel only writes it. */
    private void touch(Object array) {
        Kernel kernel = array instanceof IntArray ? TOUCH_INTS : TOUCH_FLOATS;
        tasks.add(new Task(kernel, IntArray.fromElements(0, 0), new Object[] {array}, 1, new int[0], new float[0]));
    }

    private Object[] arrays(Sequence sequence, Call call) {
        Stream<Object> ofSlots = call.uses().stream().map(use -> slots[slotOf[sequence.number(use.version())]].array());
        boolean takesReals = call.kernel().hasReals() && !call.kernel().isLibrary();
        return (takesReals ? Stream.concat(Stream.of(reals), ofSlots) : ofSlots).toArray();
    }

    private void add(Object array, int mode, boolean fetchable) {
        arrays.add(array);
        spans.put(array, new Span(mode, fetchable));
    }

    private void use(Task task, int graph) {
        if (!task.kernel().isLibrary()) {
            use(ints, graph);
        }
        Arrays.stream(task.arrays()).forEach(array -> use(array, graph));
    }

    private void use(Object array, int graph) {
        Span span = span(array);
        if (span.first < 0) {
            span.first = graph;
        }
        span.last = graph;
    }

    private TaskGraph graph(int number) {
        TaskGraph graph = new TaskGraph(nameOf(number));
        for (Object array : arrays) {
            Span span = span(array);
            if (span.first == number) {
                graph.transferToDevice(span.mode, array);
                if (span.fetchable || span.last > number) {
                    graph.transferToHost(DataTransferMode.UNDER_DEMAND, array);
                }
            } else if (span.first >= 0 && span.first < number && span.last >= number) {
                // TornadoVM finds only arrays that the graph just before declares or consumes, so each graph hands them
                // on
                graph.consumeFromDevice(nameOf(number - 1), array);
            }
        }
        for (int i = begins.get(number); i < begins.get(number + 1); i++) {
            addTask(graph, number, i);
        }
        return graph;
    }

    private void addTask(TaskGraph graph, int number, int position) {
        Task task = tasks.get(position);
        Kernel kernel = task.kernel();
        String id = "t" + position + "_" + kernel.name();
        if (kernel.isLibrary()) {
            kernel.addTo(graph, id, task.arrays(), task.ints(), task.reals());
        } else {
            graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, task.at());
            kernel.addTo(graph, id, task.at(), ints, task.arrays());
            grids.addWorkerGrid(nameOf(number) + "." + id, device.grid(kernel.grid()));
        }
    }

    private String nameOf(int graph) {
        return name + "_" + graph;
    }
}
