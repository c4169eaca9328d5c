package uk.ac.manchester.tornado.api;

/**
 * The place of an item in its grid, and what it shares with its group.
 *
 * <p>The one that a program makes only marks a kernel's parameter. A running item gets one of its own.
 */
public class KernelContext implements ExecutionContext {

    public final Integer globalIdx;
    public final Integer globalIdy;
    public final Integer globalIdz;

    public final Integer groupIdx;
    public final Integer groupIdy;
    public final Integer groupIdz;

    public final Integer localIdx;
    public final Integer localIdy;
    public final Integer localIdz;

    public final Integer globalGroupSizeX;
    public final Integer globalGroupSizeY;
    public final Integer globalGroupSizeZ;

    public final Integer localGroupSizeX;
    public final Integer localGroupSizeY;
    public final Integer localGroupSizeZ;

    private final WorkGroup group;
    private int allocations;

    /** To be given to a task in place of its items' own. */
    public KernelContext() {
        this(null, new int[3], new int[3], new int[3], new int[3]);
    }

    /** An item's own; the arrays hold x, y and z. */
    KernelContext(WorkGroup group, int[] groupId, int[] localId, int[] localSize, int[] globalSize) {
        this.group = group;
        globalIdx = groupId[0] * localSize[0] + localId[0];
        globalIdy = groupId[1] * localSize[1] + localId[1];
        globalIdz = groupId[2] * localSize[2] + localId[2];
        groupIdx = groupId[0];
        groupIdy = groupId[1];
        groupIdz = groupId[2];
        localIdx = localId[0];
        localIdy = localId[1];
        localIdz = localId[2];
        globalGroupSizeX = globalSize[0];
        globalGroupSizeY = globalSize[1];
        globalGroupSizeZ = globalSize[2];
        localGroupSizeX = localSize[0];
        localGroupSizeY = localSize[1];
        localGroupSizeZ = localSize[2];
    }

    /** Waits until all items of the group are here. */
    @Override
    public void localBarrier() {
        group().barrier().await();
    }

    /** Waits for the group as {@link #localBarrier} does: no barrier reaches beyond a group. */
    @Override
    public void globalBarrier() {
        group().barrier().await();
    }

    /** The array that the items of the group get at their allocation of the same number. */
    @Override
    public int[] allocateIntLocalArray(int size) {
        return group().ints(allocations++, size);
    }

    /** The array that the items of the group get at their allocation of the same number. */
    @Override
    public float[] allocateFloatLocalArray(int size) {
        return group().floats(allocations++, size);
    }

    private WorkGroup group() {
        if (group == null) {
            throw new IllegalStateException("this KernelContext belongs to no running item: run the kernel as a task");
        }
        return group;
    }
}
