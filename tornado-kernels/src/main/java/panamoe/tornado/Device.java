package panamoe.tornado;

import panamoe.tensor.Precision;
import panamoe.tornado.kernels.AttentionTiles;
import panamoe.tornado.kernels.MatrixTiles;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.exceptions.TornadoMemoryException;
import uk.ac.manchester.tornado.api.exceptions.TornadoOutOfMemoryException;

/**
 * A device that TornadoVM found, and how work is laid out on it.
 *
 * @param id backend and device number as TornadoVM counts them, for example {@code 0:1}
 * @param items of a group whose items work together; a power of two, 1 on CPUs, which have no cheap barrier
 * @param groups of a grid: enough to fill the device
 * @param products how matrix products are computed
 * @param precision to how many bits cuBLAS rounds the operands of dense products
 * @param cudaGraph true if each plan is captured as a CUDA graph
 * @param checksIndices true if integers that the device has are read back to be checked
 * @param memory bytes that arrays may take
 * @param largestArray bytes that one array may take
 */
record Device(
        TornadoDevice device,
        String id,
        int items,
        int groups,
        Products products,
        Precision precision,
        boolean cudaGraph,
        boolean checksIndices,
        long memory,
        long largestArray) {

    /** How much TornadoVM allocates on a device at most, for example {@code 8GB}. */
    static final String MEMORY_PROPERTY = "tornado.device.memory";

    /** Overrides the items of a group: a power of two up to 256. */
    static final String ITEMS_PROPERTY = "panamoe.tornado.items";

    /** The checking mode: {@code true} reads back and checks the indices that the device has. */
    static final String CHECK_PROPERTY = "panamoe.tornado.checkIndices";

    /** The most items of a group that every device takes. */
    static final int MOST_ITEMS = 256;

    private static final int GPU_ITEMS = 128;
    private static final int GPU_GROUPS = 2048;
    private static final int GROUPS_PER_CORE = 4;

    /**
     * Lays out a device.
     *
     * @throws IllegalArgumentException if a property or the precision does not suit it; one line
     */
    static Device of(TornadoDevice device, String id, Precision precision) {
        boolean cpu = device.getDeviceType() == TornadoDeviceType.CPU;
        int items = Integer.getInteger(ITEMS_PROPERTY, cpu ? 1 : GPU_ITEMS);
        if (items < 1 || items > MOST_ITEMS || Integer.bitCount(items) != 1) {
            throw new IllegalArgumentException("-D" + ITEMS_PROPERTY + "=" + System.getProperty(ITEMS_PROPERTY)
                    + ": expected a power of two from 1 to " + MOST_ITEMS);
        }
        CudaFeatures cuda = CudaFeatures.of(device, id);
        long memory = Math.min(MemoryLimit.bytes(), device.getMaxGlobalMemory());
        return new Device(
                device,
                id,
                items,
                cpu ? GROUPS_PER_CORE * Runtime.getRuntime().availableProcessors() : GPU_GROUPS,
                cuda.products(cpu ? Products.PLAIN : Products.TILED, precision),
                precision,
                cuda.graph(),
                checksIndices(System.getProperty(CHECK_PROPERTY, "false")),
                memory,
                Math.min(memory, device.getMaxAllocMemory()));
    }

    private static boolean checksIndices(String asked) {
        return switch (asked) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("-D" + CHECK_PROPERTY + "=" + asked + ": expected true or false");
        };
    }

    /** The items of a task. */
    WorkerGrid grid(Kernel.Grid grid) {
        int perGroup = switch (grid) {
            case TILES -> MatrixTiles.ITEMS;
            case ATTENTION_TILES -> AttentionTiles.ITEMS;
            case ITEMS, GROUPS, ONE_GROUP -> items;
        };
        int count = grid == Kernel.Grid.ONE_GROUP ? 1 : groups;
        WorkerGrid1D worker = new WorkerGrid1D(count * perGroup);
        worker.setLocalWork(perGroup, 1, 1);
        return worker;
    }

    /** Sends a plan to this device. */
    TornadoExecutionPlan configure(TornadoExecutionPlan plan) {
        TornadoExecutionPlan here = plan.withDevice(device);
        return cudaGraph ? here.withCUDAGraph() : here;
    }

    /** Runs an action on the device and says what to do if memory runs out after all. */
    void guard(PlanCache plans, Runnable action) {
        try {
            action.run();
        } catch (TornadoOutOfMemoryException | TornadoMemoryException e) {
            throw new OutOfDeviceMemoryException(this, plans.bytes(), e);
        }
    }

    @Override
    public String toString() {
        return name(device) + ", TornadoVM device " + id;
    }

    /** What the driver calls the device. */
    static String name(TornadoDevice device) {
        return device.getPhysicalDevice().getDeviceName().strip();
    }
}
