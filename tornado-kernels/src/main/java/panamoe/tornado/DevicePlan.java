package panamoe.tornado;

import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.DType;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * One task graph, or a chain of them, with the arrays of its slots. A plan runs every sequence that has its {@link
 * Sequence.Signature} and whose versions fit into its slots.
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
    private @Nullable TornadoExecutionResult result;

    /** Builds the task graphs. TornadoVM compiles the tasks at the first run. */
    DevicePlan(int number, Sequence sequence, int[] capacities, Layout layout, Device device) {
        this.capacities = capacities;
        this.slotOf = new int[capacities.length];
        for (int i = 0; i < slotOf.length; i++) {
            slotOf[i] = layout.slotOf(i);
        }
        // TornadoVM cannot pass an array without elements to a kernel
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
        // library tasks have no grid, and TornadoVM refuses a scheduler that names no task of the plan
        this.executionPlan =
                device.configure(builder.grids().keySet().isEmpty() ? plan : plan.withGridScheduler(builder.grids()));
    }

    /** Creates the slots. Packed slots lie after the numbers of the calls. */
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

    /**
     * The amount to add to each integer of the calls: for a tensor's offset the start of its slot in the array, for any
     * other integer 0.
     */
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

    /** The largest number of elements that each version may have. */
    int[] capacities() {
        return capacities;
    }

    int tasks() {
        return tasks;
    }

    int graphs() {
        return graphs;
    }

    /** The number of arrays that the host sends at each run. */
    int uploads() {
        return uploads;
    }

    /** The size of the arrays on the device, in bytes. */
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

    /** Runs the sequence. Its results are then in the slots. */
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

    /** Copies the content that the calls read to the slots. */
    private void load(List<Sequence.Life> lives) {
        for (int i = 0; i < slotOf.length; i++) {
            if (lives.get(i).kind() != Slot.Kind.TEMPORARY) {
                slots[slotOf[i]].assign(lives.get(i).version());
            }
        }
        boolean residentChanges = false;
        for (int i = 0; i < slotOf.length; i++) {
            residentChanges |= lives.get(i).kind() == Slot.Kind.RESIDENT && isMissing(lives.get(i), slots[slotOf[i]]);
        }
        if (residentChanges && result != null) {
            // TornadoVM sends resident arrays again only after all of them were freed
            for (Slot slot : slots) {
                slot.saveResident();
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
        if (result == null) {
            throw new IllegalStateException("nothing to fetch: this plan did not run yet");
        }
        executionPlan.withGraph(owner.applyAsInt(slot.array()));
        result.transferToHost(slot.array());
    }

    /** Fetches the content that only the slots hold, then frees the memory on the device. */
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
