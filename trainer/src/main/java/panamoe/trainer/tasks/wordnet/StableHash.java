package panamoe.trainer.tasks.wordnet;

import java.util.Comparator;
import org.eclipse.collections.api.block.function.primitive.LongFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;

/**
 * Pseudo-random numbers as a pure function of a purpose and of values. They are the same on every machine and do not depend on
 * earlier draws. The mixing step is the finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
 */
final class StableHash {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long seed;

    /** @param purpose the name of the decision; numbers for different purposes are independent */
    StableHash(String purpose) {
        long hash = 0;
        for (int i = 0; i < purpose.length(); i++) {
            hash = mix(hash + purpose.charAt(i));
        }
        seed = hash;
    }

    /** The hash of values, such as the keys of the synsets of an example; their order matters. */
    long of(long... values) {
        long hash = seed;
        for (long value : values) {
            hash = mix(hash + value);
        }
        return hash;
    }

    /** A uniform choice from 0 to {@code n - 1}. */
    int below(int n, long... values) {
        return (int) Long.remainderUnsigned(of(values), n);
    }

    /** The items in ascending order of their hashes. The sort is stable, and each hash is computed once. */
    static <T> ImmutableList<T> shuffle(ListIterable<T> items, LongFunction<T> hash) {
        record Ranked<T>(long rank, T item) {}
        return items.collect(item -> new Ranked<>(hash.longValueOf(item), item))
                .toSortedList(Comparator.comparingLong(Ranked::rank))
                .collect(Ranked::item)
                .toImmutable();
    }

    private static long mix(long value) {
        long z = value + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
