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
 * A device that TornadoVM found, and the layout of work on it.
 *
 * @param id backend and device number as TornadoVM counts them, for example {@code 0:1}
 * @param items the number of items in a group; a power of two, 1 on CPUs, where barriers are slow
 * @param groups the number of groups in a grid, enough to fill the device
 * @param products how matrix products are computed
 * @param precision the precision to which cuBLAS rounds the operands of dense products
 * @param cudaGraph true if each plan is captured as a CUDA graph
 * @param checksIndices true if indices that only the device has are read back and checked
 * @param memory bytes that all arrays together may take
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

    /** Limits the memory that TornadoVM allocates on a device, for example {@code 8GB}. */
    static final String MEMORY_PROPERTY = "tornado.device.memory";

    /** Overrides the number of items in a group: a power of two up to 256. */
    static final String ITEMS_PROPERTY = "panamoe.tornado.items";

    /** Turns on the checking mode: {@code true} reads back and checks the indices that only the device has. */
    static final String CHECK_PROPERTY = "panamoe.tornado.checkIndices";

    /** The largest group that every device supports, in items. */
    static final int MAX_GROUP_ITEMS = 256;

    private static final int GPU_ITEMS = 128;
    private static final int GPU_GROUPS = 2048;
    private static final int GROUPS_PER_CORE = 4;

    /**
     * Chooses the layout of work on a device.
     *
     * @throws IllegalArgumentException in one line, if a property is malformed, or the device does not support it or
     *     the precision
     */
    static Device of(TornadoDevice device, String id, Precision precision) {
        boolean cpu = device.getDeviceType() == TornadoDeviceType.CPU;
        int items = Integer.getInteger(ITEMS_PROPERTY, cpu ? 1 : GPU_ITEMS);
        if (items < 1 || items > MAX_GROUP_ITEMS || Integer.bitCount(items) != 1) {
            throw new IllegalArgumentException("-D" + ITEMS_PROPERTY + "=" + System.getProperty(ITEMS_PROPERTY)
                    + ": expected a power of two from 1 to " + MAX_GROUP_ITEMS);
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

    /** The grid of a task. */
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

    /** Makes a plan run on this device. */
    TornadoExecutionPlan configure(TornadoExecutionPlan plan) {
        TornadoExecutionPlan here = plan.withDevice(device);
        return cudaGraph ? here.withCUDAGraph() : here;
    }

    /**
     * Runs an action on the device.
     *
     * @throws OutOfDeviceMemoryException if TornadoVM runs out of memory, with what to do about it
     */
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

    /** The device's name in its driver. */
    static String name(TornadoDevice device) {
        return device.getPhysicalDevice().getDeviceName().strip();
    }
}
