package panamoe.tornado;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * An array of a plan, or a part of one: memory on the device and an array on the host. TornadoVM copies between the
 * two.
 */
final class Slot {

    /** How content gets to the device. */
    enum Kind {
        /** Never: only kernels write and read it. */
        TEMPORARY,
        /** At each execution, in one array with the numbers of the calls. */
        PACKED,
        /**
         * At each execution, in an array of its own: it is large, or a library function uses it, which takes whole
         * arrays.
         */
        STREAMED,
        /** When it changes: it stays on the device from one execution to the next. */
        RESIDENT
    }

    /** Copies a slot's content from the device to the host's array. */
    interface Transfer {
        void fetch(Slot slot);
    }

    /** The stamp of no version. */
    private static final int NO_STAMP = -1;

    private final Transfer transfer;
    private final Kind kind;
    private final long bytes;
    private final TornadoNativeArray array;
    private final int base;

    // weak: content that no tensor refers to any more is not fetched when the slot gets another version
    private WeakReference<@Nullable Version> content = new WeakReference<>(null);
    private int stamp = NO_STAMP;
    private int hostStamp = NO_STAMP;

    private Slot(Transfer transfer, Kind kind, TornadoNativeArray array, int base, long bytes) {
        this.transfer = transfer;
        this.kind = kind;
        this.array = array;
        this.base = base;
        this.bytes = bytes;
    }

    /** A slot with an array of its own. */
    static Slot of(Transfer transfer, Kind kind, DType dtype, int capacity) {
        TornadoNativeArray array = dtype == DType.I32 ? new IntArray(capacity) : new FloatArray(capacity);
        return new Slot(transfer, kind, array, 0, (long) capacity * dtype.bytes());
    }

    /** A slot inside an array of numbers, from {@code base} on. */
    static Slot packed(IntArray ints, int base) {
        return new Slot(Slot::neverFetched, Kind.PACKED, ints, base, 0);
    }

    /** A slot inside an array of numbers, from {@code base} on. */
    static Slot packed(FloatArray floats, int base) {
        return new Slot(Slot::neverFetched, Kind.PACKED, floats, base, 0);
    }

    private static void neverFetched(Slot slot) {
        throw new IllegalStateException("a packed slot is never fetched, since no kernel writes it");
    }

    Kind kind() {
        return kind;
    }

    /** The size of its own array in bytes; 0 if it is packed. */
    long bytes() {
        return bytes;
    }

    /** The index of its first element in the array. */
    int base() {
        return base;
    }

    /** The {@code FloatArray} or {@code IntArray}. */
    Object array() {
        return array;
    }

    /** True if the slot has the current elements of this version. */
    boolean holds(Version version) {
        return content.get() == version && stamp == version.stamp();
    }

    /** Assigns the slot to a version. Content of another version that lies only here is fetched first. */
    void assign(Version version) {
        if (content.get() != version) {
            close();
            content = new WeakReference<>(version);
        }
    }

    /** Frees the slot of its version. Content that lies only here is fetched first. */
    void close() {
        Version before = content.get();
        if (before != null) {
            before.evictFrom(this);
        }
        content = new WeakReference<>(null);
        stamp = NO_STAMP;
        hostStamp = NO_STAMP;
    }

    /** Copies the version's elements to the host's array. */
    void load(Version version) {
        version.load(this);
        stamp = version.stamp();
        hostStamp = stamp;
    }

    /** Notes that a kernel of the plan wrote the version. */
    void written(Version version) {
        version.writtenIn(this);
        stamp = version.stamp();
        hostStamp = NO_STAMP;
    }

    /** Fetches resident content before the memory on the device is freed. */
    void saveResident() {
        if (kind == Kind.RESIDENT && content.get() != null) {
            fetch();
        }
    }

    /** Brings the host's array up to date. */
    void fetch() {
        if (hostStamp != stamp) {
            transfer.fetch(this);
            hostStamp = stamp;
        }
    }

    /** Reads from the host's array. */
    void read(int offset, float[] into) {
        FloatArray floats = (FloatArray) array;
        for (int i = 0; i < into.length; i++) {
            into[i] = floats.get(base + offset + i);
        }
    }

    /** Reads from the host's array. */
    void read(int offset, int[] into) {
        IntArray ints = (IntArray) array;
        for (int i = 0; i < into.length; i++) {
            into[i] = ints.get(base + offset + i);
        }
    }

    void copyFrom(HeapStorage from) {
        switch (from) {
            case HeapStorage.Floats(float[] elements) -> {
                FloatArray floats = (FloatArray) array;
                for (int i = 0; i < elements.length; i++) {
                    floats.set(base + i, elements[i]);
                }
            }
            case HeapStorage.Ints(int[] elements) -> {
                IntArray ints = (IntArray) array;
                for (int i = 0; i < elements.length; i++) {
                    ints.set(base + i, elements[i]);
                }
            }
            case HeapStorage.Doubles doubles -> throw new IllegalStateException("no doubles on the device");
        }
    }

    void copyFrom(Slot from, int length) {
        if (from == this) {
            return;
        }
        if (array instanceof IntArray ints) {
            IntArray source = (IntArray) from.array;
            for (int i = 0; i < length; i++) {
                ints.set(base + i, source.get(from.base + i));
            }
        } else {
            FloatArray floats = (FloatArray) array;
            FloatArray source = (FloatArray) from.array;
            for (int i = 0; i < length; i++) {
                floats.set(base + i, source.get(from.base + i));
            }
        }
    }
}
