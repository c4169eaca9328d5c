package panamoe.tornado;

import java.lang.ref.WeakReference;
import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** An array of a plan, or a part of one: memory on the device with its twin on the host, which TornadoVM copies to and from. */
final class Slot {

    /** How content gets to the device. */
    enum Kind {
        /** Not at all: only kernels write it, and nobody reads it after them. */
        TEMPORARY,
        /** It is sent at each execution, in one array with the numbers of the calls. */
        PACKED,
        /** It is sent at each execution by itself: it is large, or a library takes it, which takes whole arrays. */
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
    private final long bytes;
    private final FloatArray floats;
    private final IntArray ints;
    private final int base;

    // weak, so that what no tensor leads to any more is not fetched when the slot is needed for something else
    private WeakReference<Version> content = new WeakReference<>(null);
    private int stamp = NO_STAMP;
    private int hostStamp = NO_STAMP;

    private Slot(Transfer transfer, Kind kind, FloatArray floats, IntArray ints, int base, long bytes) {
        this.transfer = transfer;
        this.kind = kind;
        this.floats = floats;
        this.ints = ints;
        this.base = base;
        this.bytes = bytes;
    }

    /** One with an array of its own. */
    static Slot of(Transfer transfer, Kind kind, DType dtype, int capacity) {
        FloatArray floats = dtype == DType.I32 ? null : new FloatArray(capacity);
        IntArray ints = dtype == DType.I32 ? new IntArray(capacity) : null;
        return new Slot(transfer, kind, floats, ints, 0, (long) capacity * dtype.bytes());
    }

    /** A part of an array of numbers, from {@code base} on. */
    static Slot packed(IntArray ints, int base) {
        return new Slot(Slot::neverFetched, Kind.PACKED, null, ints, base, 0);
    }

    /** A part of an array of numbers, from {@code base} on. */
    static Slot packed(FloatArray floats, int base) {
        return new Slot(Slot::neverFetched, Kind.PACKED, floats, null, base, 0);
    }

    private static void neverFetched(Slot slot) {
        throw new IllegalStateException("no kernel writes what is packed, so its twin is current");
    }

    Kind kind() {
        return kind;
    }

    /** What its own array takes. */
    long bytes() {
        return bytes;
    }

    /** Where its first element lies in the array. */
    int base() {
        return base;
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
            into[i] = floats.get(base + offset + i);
        }
    }

    /** Reads the host's twin. */
    void read(int offset, int[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = ints.get(base + offset + i);
        }
    }

    void copyOf(HeapStorage from) {
        switch (from) {
            case HeapStorage.Floats(float[] array) -> {
                for (int i = 0; i < array.length; i++) {
                    floats.set(base + i, array[i]);
                }
            }
            case HeapStorage.Ints(int[] array) -> {
                for (int i = 0; i < array.length; i++) {
                    ints.set(base + i, array[i]);
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
                ints.set(base + i, from.ints.get(from.base + i));
            }
        } else {
            for (int i = 0; i < length; i++) {
                floats.set(base + i, from.floats.get(from.base + i));
            }
        }
    }
}
