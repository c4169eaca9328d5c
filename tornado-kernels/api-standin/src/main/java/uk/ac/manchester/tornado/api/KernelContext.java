package uk.ac.manchester.tornado.api;

import org.jspecify.annotations.Nullable;

/**
 * The position of an item in its grid, and the barrier and the local arrays that it shares with its group.
 *
 * <p>A context that a program creates only marks a kernel's parameter. Each running item gets a context of its own.
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

    private final @Nullable WorkGroup group;
    private int allocations;

    /** A context to pass to a task, which replaces it by the contexts of its items. */
    public KernelContext() {
        this(null, new int[3], new int[3], new int[3], new int[3]);
    }

    /** The context of an item. The arrays hold x, y and z. */
    KernelContext(@Nullable WorkGroup group, int[] groupId, int[] localId, int[] localSize, int[] globalSize) {
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

    /** Waits until all items of the group have called this. */
    @Override
    public void localBarrier() {
        group().barrier().await();
    }

    /** Waits for the group as {@link #localBarrier} does: no barrier reaches beyond a group. */
    @Override
    public void globalBarrier() {
        group().barrier().await();
    }

    /**
     * The group's array for this allocation: all items get the same array at their first allocation, at their second,
     * and so on.
     */
    @Override
    public int[] allocateIntLocalArray(int size) {
        return group().ints(allocations++, size);
    }

    /**
     * The group's array for this allocation: all items get the same array at their first allocation, at their second,
     * and so on.
     */
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
