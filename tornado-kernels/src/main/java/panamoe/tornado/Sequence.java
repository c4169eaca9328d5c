package panamoe.tornado;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.factory.primitive.ObjectIntMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;

/** Calls that run one after the other, and the life of each version that they use. */
final class Sequence {

    /**
     * The largest version that is sent at each run if kernels only read it, in elements: a small one is likely to
     * change.
     */
    static final int STREAMED_AT_MOST = 1 << 16;

    /** The largest version that is packed into one array with the calls' numbers, in elements. */
    static final int PACKED_AT_MOST = 1 << 20;

    /**
     * How the calls use a version.
     *
     * @param first the position of the first call that uses it
     * @param last the position of the last one
     * @param loaded true if the calls need its earlier content
     * @param touched true if the first call that uses it writes it, and the calls need its earlier content
     * @param written true if a call writes it
     * @param elements the least number of elements of its slot
     * @param byLibrary true if a library function takes it
     * @param kind the kind of slot it needs
     */
    record Life(
            Version version,
            int first,
            int last,
            boolean loaded,
            boolean touched,
            boolean written,
            int elements,
            boolean byLibrary,
            Slot.Kind kind) {

        /** The same after one more use. */
        private Life usedAt(int position, boolean writes, int reach, boolean library) {
            return new Life(
                    version,
                    first,
                    position,
                    loaded,
                    touched,
                    written || writes,
                    Math.max(elements, reach),
                    byLibrary || library,
                    kind);
        }

        private Life withKind(Slot.Kind other) {
            return new Life(version, first, last, loaded, touched, written, elements, byLibrary, other);
        }
    }

    /**
     * One plan can run all sequences that have the same signature. It consists of the kernels, which of their tensors
     * share a version, and how each version is used. Shapes and numbers are no part of it, except the numbers of
     * library functions, which are compiled in.
     */
    record Signature(ImmutableList<Kernel> kernels, ImmutableIntList structure) {}

    private final List<Call> calls;
    private final List<Life> lives = new ArrayList<>();
    private final MutableObjectIntMap<Version> numbers = ObjectIntMaps.mutable.empty();
    private final Signature signature;
    private final int[] ints;
    private final float[] reals;

    Sequence(List<Call> calls) {
        this.calls = List.copyOf(calls);
        for (int i = 0; i < calls.size(); i++) {
            for (Call.Use use : calls.get(i).uses()) {
                use(use, i);
            }
        }
        lives.replaceAll(life -> life.withKind(kindOf(life)));
        signature = makeSignature();
        MutableIntList allInts = IntLists.mutable.empty();
        List<float[]> parts = new ArrayList<>();
        int realCount = 0;
        for (Call call : calls) {
            for (Call.Use use : call.uses()) {
                allInts.add(use.offset());
            }
            allInts.addAll(call.ints());
            parts.add(call.reals());
            realCount += call.reals().length;
        }
        ints = allInts.toArray();
        reals = new float[realCount];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, reals, at, part.length);
            at += part.length;
        }
    }

    List<Call> calls() {
        return calls;
    }

    /** All versions, in the order of their first use. */
    List<Life> lives() {
        return lives;
    }

    /** The position of a version in {@link #lives}. */
    int number(Version version) {
        return numbers.getOrThrow(version);
    }

    Signature signature() {
        return signature;
    }

    /** The integers of all calls, one call after the other: offsets, then the call's own. */
    int[] ints() {
        return ints;
    }

    /** The real numbers of all calls, one call after the other. */
    float[] reals() {
        return reals;
    }

    private void use(Call.Use use, int position) {
        Version version = use.version();
        boolean writes = use.role() != Call.Role.IN;
        boolean library = calls.get(position).kernel().isLibrary();
        int number = numbers.getIfAbsent(version, -1);
        if (number < 0) {
            boolean whole = use.role() == Call.Role.OUT && use.size() == version.length();
            boolean loaded = version.isDefined() && !whole;
            numbers.put(version, lives.size());
            lives.add(new Life(
                    version,
                    position,
                    position,
                    loaded,
                    loaded && writes,
                    writes,
                    Math.max(version.length(), use.reach()),
                    library,
                    Slot.Kind.RESIDENT));
        } else {
            lives.set(number, lives.get(number).usedAt(position, writes, use.reach(), library));
        }
    }

    private static Slot.Kind kindOf(Life life) {
        Version version = life.version;
        if (!life.loaded && version.isDead()) {
            return Slot.Kind.TEMPORARY;
        }
        if (life.written || !version.isShortLived() && version.length() > STREAMED_AT_MOST) {
            return Slot.Kind.RESIDENT;
        }
        return life.byLibrary || version.length() > PACKED_AT_MOST ? Slot.Kind.STREAMED : Slot.Kind.PACKED;
    }

    private Signature makeSignature() {
        MutableIntList structure = IntLists.mutable.empty();
        for (Call call : calls) {
            structure.add(call.ints().length);
            structure.add(call.reals().length);
            if (call.kernel().isLibrary()) {
                structure.addAll(call.ints());
                for (float real : call.reals()) {
                    structure.add(Float.floatToIntBits(real));
                }
            }
            for (Call.Use use : call.uses()) {
                structure.add(Call.Role.values().length * number(use.version())
                        + use.role().ordinal());
            }
        }
        for (Life life : lives) {
            structure.add(life.version.dtype().ordinal());
            structure.add(life.kind.ordinal());
            structure.add((life.loaded ? 1 : 0) + (life.touched ? 2 : 0));
        }
        return new Signature(Lists.immutable.withAll(calls).collect(Call::kernel), structure.toImmutable());
    }
}
