package panamoe.tornado;

import java.util.List;
import java.util.function.ToIntFunction;
import panamoe.tensor.DType;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * One task graph, or a chain of them, with the arrays of its slots: runs every sequence of one {@link Sequence.Signature}
 * whose versions fit.
 */
final class DevicePlan implements AutoCloseable {

    private final int[] capacities;
    private final int[] slotOf;
    private final Slot[] slots;
    private final int[] bases;
    private final IntArray ints;
    private final FloatArray reals;
    private final TornadoExecutionPlan executionPlan;
    private final ToIntFunction<Object> owner;
    private final int graphs;
    private final int tasks;
    private final int uploads;
    private TornadoExecutionResult result;

    /** Builds the task graphs; TornadoVM compiles its tasks when it first runs. */
    DevicePlan(int number, Sequence sequence, int[] capacities, Layout layout, Device device) {
        this.capacities = capacities;
        this.slotOf = new int[capacities.length];
        for (int i = 0; i < slotOf.length; i++) {
            slotOf[i] = layout.slotOf(i);
        }
        // an array of no elements has no memory that a kernel could be given
        this.ints = new IntArray(Math.max(1, sequence.ints().length + layout.packed(DType.I32)));
        this.reals = new FloatArray(Math.max(1, sequence.reals().length + layout.packed(DType.F32)));
        this.slots = slots(sequence, layout);
        this.bases = bases(sequence);
        GraphBuilder builder = new GraphBuilder("plan" + number, ints, reals, slots, slotOf, device);
        ImmutableTaskGraph[] built = builder.build(sequence);
        this.graphs = built.length;
        this.tasks = builder.tasks();
        this.uploads = builder.uploads();
        this.owner = builder::owner;
        TornadoExecutionPlan plan = new TornadoExecutionPlan(built);
        // tasks of a library have no grid, and TornadoVM refuses a scheduler without a task of the plan
        this.executionPlan =
                device.configure(builder.grids().keySet().isEmpty() ? plan : plan.withGridScheduler(builder.grids()));
    }

    /** Packed slots lie behind the numbers of the calls. */
    private Slot[] slots(Sequence sequence, Layout layout) {
        Slot[] all = new Slot[layout.slots()];
        int nextInt = sequence.ints().length;
        int nextReal = sequence.reals().length;
        for (int i = 0; i < all.length; i++) {
            if (layout.kind(i) != Slot.Kind.PACKED) {
                all[i] = Slot.of(this::fetch, layout.kind(i), layout.dtype(i), layout.capacity(i));
            } else if (layout.dtype(i) == DType.I32) {
                all[i] = Slot.packed(ints, nextInt);
                nextInt += layout.capacity(i);
            } else {
                all[i] = Slot.packed(reals, nextReal);
                nextReal += layout.capacity(i);
            }
        }
        return all;
    }

    /** What each integer of the calls is raised by: a tensor's offset by where its slot begins, any other by nothing. */
    private int[] bases(Sequence sequence) {
        int[] all = new int[sequence.ints().length];
        int next = 0;
        for (Call call : sequence.calls()) {
            for (Call.Use use : call.uses()) {
                all[next++] = slots[slotOf[sequence.number(use.version())]].base();
            }
            next += call.ints().length;
        }
        return all;
    }

    /** The elements that each version may have. */
    int[] capacities() {
        return capacities;
    }

    int tasks() {
        return tasks;
    }

    int graphs() {
        return graphs;
    }

    /** How many arrays the host sends at each run. */
    int uploads() {
        return uploads;
    }

    /** What the arrays take on the device. */
    long bytes() {
        long bytes = (long) ints.getSize() * Integer.BYTES + (long) reals.getSize() * Float.BYTES;
        for (Slot slot : slots) {
            bytes += slot.bytes();
        }
        return bytes;
    }

    boolean fits(Sequence sequence) {
        for (int i = 0; i < capacities.length; i++) {
            if (sequence.lives().get(i).elements() > capacities[i]) {
                return false;
            }
        }
        return true;
    }

    /** Runs the sequence; what it wrote is in the slots. */
    void run(Sequence sequence) {
        load(sequence.lives());
        int[] numbers = sequence.ints();
        for (int i = 0; i < numbers.length; i++) {
            ints.set(i, numbers[i] + bases[i]);
        }
        float[] realNumbers = sequence.reals();
        for (int i = 0; i < realNumbers.length; i++) {
            reals.set(i, realNumbers[i]);
        }
        for (int graph = 0; graph < graphs; graph++) {
            result = executionPlan.withGraph(graph).execute();
        }
        for (int i = 0; i < slotOf.length; i++) {
            Sequence.Life life = sequence.lives().get(i);
            if (life.written() && life.kind() == Slot.Kind.RESIDENT) {
                slots[slotOf[i]].written(life.version());
            }
        }
    }

    /** Brings what the calls read to the slots. */
    private void load(List<Sequence.Life> lives) {
        for (int i = 0; i < slotOf.length; i++) {
            if (lives.get(i).kind() != Slot.Kind.TEMPORARY) {
                slots[slotOf[i]].give(lives.get(i).version());
            }
        }
        boolean residentChanges = false;
        for (int i = 0; i < slotOf.length; i++) {
            residentChanges |= lives.get(i).kind() == Slot.Kind.RESIDENT && isMissing(lives.get(i), slots[slotOf[i]]);
        }
        if (residentChanges && result != null) {
            // TornadoVM sends what is resident again only if it lost all of it
            for (Slot slot : slots) {
                slot.keep();
            }
            executionPlan.withAllGraphs().freeDeviceMemory();
        }
        for (int i = 0; i < slotOf.length; i++) {
            Slot slot = slots[slotOf[i]];
            if (isMissing(lives.get(i), slot)) {
                slot.load(lives.get(i).version());
            }
        }
    }

    private static boolean isMissing(Sequence.Life life, Slot slot) {
        return life.loaded() && !slot.holds(life.version());
    }

    private void fetch(Slot slot) {
        executionPlan.withGraph(owner.applyAsInt(slot.array()));
        result.transferToHost(slot.array());
    }

    /** Frees the memory on the device; what only the slots have is fetched first. */
    @Override
    public void close() {
        for (Slot slot : slots) {
            slot.close();
        }
        try {
            executionPlan.withAllGraphs().freeDeviceMemory();
            executionPlan.close();
        } catch (TornadoExecutionPlanException e) {
            throw new IllegalStateException("TornadoVM could not close a plan: " + e.getMessage(), e);
        }
    }
}
