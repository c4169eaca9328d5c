package panamoe.tornado;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;

/**
 * The content of a {@link DeviceBuffer} from one discard to the next. It lies in an array of the host, in a slot of a
 * plan, or in both. At first its elements are zeros or undefined.
 */
final class Version {

    private final DType dtype;
    private final int length;
    private final boolean shortLived;
    private boolean defined;
    private boolean dead;
    private boolean pending;
    private boolean writePending;
    private int stamp;
    private @Nullable HeapStorage host;
    private @Nullable Slot home;

    /**
     * @param shortLived true if the content of the buffer is replaced often
     * @param defined true if the elements are zeros, false if they are undefined
     */
    Version(DType dtype, int length, boolean shortLived, boolean defined) {
        this.dtype = dtype;
        this.length = length;
        this.shortLived = shortLived;
        this.defined = defined;
    }

    DType dtype() {
        return dtype;
    }

    int length() {
        return length;
    }

    boolean isShortLived() {
        return shortLived;
    }

    /** False if no element was given a value yet. */
    boolean isDefined() {
        return defined;
    }

    /** True if nobody reads it after the recorded calls. */
    boolean isDead() {
        return dead;
    }

    /** True if a call that is recorded and has not run yet uses it. */
    boolean isPending() {
        return pending;
    }

    /** True if a call that is recorded and has not run yet writes it. */
    boolean isWritePending() {
        return writePending;
    }

    /** The number of changes so far. A copy with the same stamp is current. */
    int stamp() {
        return stamp;
    }

    /** Marks it as dead: nobody reads it after the recorded calls. */
    void markDead() {
        dead = true;
        forgetIfUnused();
    }

    void recorded(boolean writes) {
        pending = true;
        writePending |= writes;
    }

    /** Notes that the recorded calls have run. */
    void executed() {
        pending = false;
        writePending = false;
        forgetIfUnused();
    }

    private void forgetIfUnused() {
        if (dead && !pending) {
            host = null;
            home = null;
        }
    }

    /** Notes that a kernel wrote it in a slot, which now has the only current copy. */
    void writtenIn(Slot slot) {
        stamp++;
        defined = true;
        host = null;
        home = slot;
    }

    /** Leaves a slot that gets another version. Content that only the slot has is fetched, unless it is dead. */
    void evictFrom(Slot slot) {
        if (home == slot) {
            if (!dead) {
                onHost();
            }
            home = null;
        }
    }

    /** The elements, if the host has written them and no kernel has changed them since; else null. */
    int @Nullable [] hostInts() {
        return host instanceof HeapStorage.Ints ints && !writePending ? ints.array() : null;
    }

    /** The host's copy. If there is none, it is fetched from the slot, or made of zeros. */
    HeapStorage onHost() {
        if (host == null) {
            host = HeapStorage.allocate(dtype, length);
            if (home != null) {
                home.fetch();
                switch (host) {
                    case HeapStorage.Floats floats -> home.read(0, floats.array());
                    case HeapStorage.Ints ints -> home.read(0, ints.array());
                    case HeapStorage.Doubles doubles -> throw new IllegalStateException("no doubles on the device");
                }
            }
        }
        return host;
    }

    /** The host's copy, for the caller to change. All other copies are out of date from now on. */
    HeapStorage toWrite() {
        HeapStorage copy = onHost();
        stamp++;
        defined = true;
        home = null;
        return copy;
    }

    /** Reads {@code into.length} elements from {@code offset} on. */
    void read(int offset, float[] into) {
        if (host != null) {
            System.arraycopy(((HeapStorage.Floats) host).array(), offset, into, 0, into.length);
        } else if (home != null) {
            home.fetch();
            home.read(offset, into);
        } else {
            Arrays.fill(into, 0);
        }
    }

    /** Reads {@code into.length} elements from {@code offset} on. */
    void read(int offset, int[] into) {
        if (host != null) {
            System.arraycopy(((HeapStorage.Ints) host).array(), offset, into, 0, into.length);
        } else if (home != null) {
            home.fetch();
            home.read(offset, into);
        } else {
            Arrays.fill(into, 0);
        }
    }

    /** Copies all elements to the host's array of a slot. */
    void load(Slot slot) {
        if (host == null && home != null) {
            home.fetch();
            slot.copyFrom(home, length);
        } else {
            slot.copyFrom(onHost());
        }
    }
}
