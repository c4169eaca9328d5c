package panamoe.tornado;

import java.util.Arrays;
import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;

/**
 * What a {@link DeviceBuffer} holds from one discard to the next, wherever it lies: in an array of the host, in a slot of
 * a plan on the device, or in both. At first its elements are zeros or undefined.
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
    private HeapStorage host;
    private Slot home;

    /**
     * @param shortLived true if the buffer is known to get other content again and again
     * @param defined true if the elements are zeros, false if nobody may count on them
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

    /** True if nobody will read it after the calls that are recorded. */
    boolean isDead() {
        return dead;
    }

    /** True if a recorded call that did not run yet uses it. */
    boolean isPending() {
        return pending;
    }

    /** True if a recorded call that did not run yet writes it. */
    boolean isWritePending() {
        return writePending;
    }

    /** Counts the changes: a copy with the same stamp is current. */
    int stamp() {
        return stamp;
    }

    /** Nobody will read it after the calls that are recorded. */
    void die() {
        dead = true;
        forgetIfUnused();
    }

    void recorded(boolean writes) {
        pending = true;
        writePending |= writes;
    }

    /** The recorded calls ran. */
    void settled() {
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

    /** A slot now has the only current copy. */
    void writtenIn(Slot slot) {
        stamp++;
        defined = true;
        host = null;
        home = slot;
    }

    /** The slot is about to hold something else: what only it has is fetched. */
    void leave(Slot slot) {
        if (home == slot) {
            if (!dead) {
                onHost();
            }
            home = null;
        }
    }

    /** The elements, if the host has written them and no kernel has changed them since; else null. */
    int[] hostInts() {
        return host instanceof HeapStorage.Ints ints && !writePending ? ints.array() : null;
    }

    /** The host's copy, made if there is none. */
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

    /** The host's copy, to be changed: all others are out of date from here on. */
    HeapStorage toWrite() {
        HeapStorage copy = onHost();
        stamp++;
        defined = true;
        home = null;
        return copy;
    }

    /** {@code into.length} elements from {@code offset}. */
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

    /** {@code into.length} elements from {@code offset}. */
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

    /** Copies all elements to the host's side of a slot. */
    void load(Slot slot) {
        if (host == null && home != null) {
            home.fetch();
            slot.copyOf(home, length);
        } else {
            slot.copyOf(onHost());
        }
    }
}
