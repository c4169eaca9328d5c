package panamoe.tornado;

import java.lang.ref.WeakReference;
import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** An array of a plan: memory on the device with its twin on the host, which TornadoVM copies to and from. */
final class Slot {

    /** How content gets to the device. */
    enum Kind {
        /** Not at all: only kernels write it, and nobody reads it after them. */
        TEMPORARY,
        /** The host's twin is sent at each execution. */
        STREAMED,
        /** The content stays on the device from one execution to the next. */
        RESIDENT
    }

    /** Brings a slot's content from the device to the host's twin. */
    interface Transfer {
        void fetch(Slot slot);
    }

    /** Of no version. */
    private static final int NO_STAMP = -1;

    private final Transfer transfer;
    private final Kind kind;
    private final DType dtype;
    private final int capacity;
    private final FloatArray floats;
    private final IntArray ints;

    // weak, so that what no tensor leads to any more is not fetched when the slot is needed for something else
    private WeakReference<Version> content = new WeakReference<>(null);
    private int stamp = NO_STAMP;
    private int hostStamp = NO_STAMP;

    Slot(Transfer transfer, Kind kind, DType dtype, int capacity) {
        this.transfer = transfer;
        this.kind = kind;
        this.dtype = dtype;
        this.capacity = capacity;
        this.floats = dtype == DType.I32 ? null : new FloatArray(capacity);
        this.ints = dtype == DType.I32 ? new IntArray(capacity) : null;
    }

    Kind kind() {
        return kind;
    }

    long bytes() {
        return (long) capacity * dtype.bytes();
    }

    /** The {@code FloatArray} or {@code IntArray}. */
    Object array() {
        return floats == null ? ints : floats;
    }

    /** True if the slot has the current elements of this version. */
    boolean holds(Version version) {
        return content.get() == version && stamp == version.stamp();
    }

    /** The version gets the slot; what another one has only here is fetched first. */
    void give(Version version) {
        Version before = content.get();
        if (before != version) {
            if (before != null) {
                before.leave(this);
            }
            content = new WeakReference<>(version);
            stamp = NO_STAMP;
            hostStamp = NO_STAMP;
        }
    }

    /** Copies the version's elements to the host's twin. */
    void load(Version version) {
        version.load(this);
        stamp = version.stamp();
        hostStamp = stamp;
    }

    /** A kernel of the plan wrote the version. */
    void written(Version version) {
        version.writtenIn(this);
        stamp = version.stamp();
        hostStamp = NO_STAMP;
    }

    /** Makes the twin current, so that the memory on the device may go. */
    void keep() {
        if (kind == Kind.RESIDENT && content.get() != null) {
            fetch();
        }
    }

    /** The plan is closed. */
    void close() {
        give(null);
    }

    /** Makes the host's twin current. */
    void fetch() {
        if (hostStamp != stamp) {
            transfer.fetch(this);
            hostStamp = stamp;
        }
    }

    /** Reads the host's twin. */
    void read(int offset, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = floats.get(offset + i);
        }
    }

    /** Reads the host's twin. */
    void read(int offset, int[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = ints.get(offset + i);
        }
    }

    void copyOf(HeapStorage from) {
        switch (from) {
            case HeapStorage.Floats(float[] array) -> {
                for (int i = 0; i < array.length; i++) {
                    floats.set(i, array[i]);
                }
            }
            case HeapStorage.Ints(int[] array) -> {
                for (int i = 0; i < array.length; i++) {
                    ints.set(i, array[i]);
                }
            }
            case HeapStorage.Doubles doubles -> throw new IllegalStateException("no doubles on the device");
        }
    }

    void copyOf(Slot from, int length) {
        if (from == this) {
            return;
        }
        if (floats == null) {
            for (int i = 0; i < length; i++) {
                ints.set(i, from.ints.get(i));
            }
        } else {
            for (int i = 0; i < length; i++) {
                floats.set(i, from.floats.get(i));
            }
        }
    }
}
