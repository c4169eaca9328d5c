package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code of a stable sort of positions by small keys: a radix sort by digits of 8 bits, the lowest digit first
 * (Knuth, The Art of Computer Programming, vol. 3, 5.2.5). Each digit is sorted by counting within tiles of keys. Keys
 * below 0 come last, as if they were {@code buckets}. Ranks are found by comparison, not by atomics, so the result is
 * the same each time.
 */
public final class SortCode {

    /** The number of keys that one group ranks at a time. */
    public static final int TILE = 256;

    /**
     * The largest number of keys that are sorted by comparing all pairs, on a device with many cores. That takes some
     * microseconds, less than the launches of the passes.
     */
    public static final int MAX_KEYS_BY_PAIRS = 4096;

    /** The number of values of a digit. */
    public static final int RADIX = 256;

    private SortCode() {}

    /**
     * Counts how often each digit occurs in each tile, {@code counts[RADIX, tiles]}, and how many equal digits come
     * before each key's in its tile, {@code ranks[n]}.
     *
     * <p>The i-th key is {@code keys[order[i]]}, in the first pass {@code keys[i]}. Its digit is {@code key / unit %
     * RADIX}.
     */
    public static void count(
            KernelContext context,
            IntArray at,
            IntArray ints,
            IntArray keys,
            IntArray order,
            IntArray ranks,
            IntArray counts) {
        int p = at.get(0);
        int ko = ints.get(p);
        int oo = ints.get(p + 1);
        int ro = ints.get(p + 2);
        int co = ints.get(p + 3);
        int n = ints.get(p + 4);
        int buckets = ints.get(p + 5);
        int unit = ints.get(p + 6);
        int tiles = (n + TILE - 1) / TILE;
        int[] digits = context.allocateIntLocalArray(TILE);
        int groups = context.globalGroupSizeX / context.localGroupSizeX;
        for (int tile = context.groupIdx; tile < tiles; tile += groups) {
            int first = tile * TILE;
            for (int i = context.localIdx; i < TILE; i += context.localGroupSizeX) {
                int digit = -1;
                if (first + i < n) {
                    digit = digit(keys, ko, order, oo, first + i, buckets, unit);
                }
                digits[i] = digit;
            }
            context.localBarrier();
            for (int i = context.localIdx; i < TILE; i += context.localGroupSizeX) {
                int rank = 0;
                for (int j = 0; j < i; j++) {
                    if (digits[j] == digits[i]) {
                        rank++;
                    }
                }
                if (first + i < n) {
                    ranks.set(ro + first + i, rank);
                }
            }
            for (int digit = context.localIdx; digit < RADIX; digit += context.localGroupSizeX) {
                int count = 0;
                for (int j = 0; j < TILE; j++) {
                    if (digits[j] == digit) {
                        count++;
                    }
                }
                counts.set(co + digit * tiles + tile, count);
            }
            context.localBarrier();
        }
    }

    /**
     * Replaces each of {@code counts[RADIX, tiles]} by the sum of the digit's counts in the tiles before, and computes
     * the sum over all tiles, {@code totals[RADIX]}. A group works on a digit at a time.
     */
    public static void scan(KernelContext context, IntArray at, IntArray ints, IntArray counts, IntArray totals) {
        int p = at.get(0);
        int co = ints.get(p);
        int to = ints.get(p + 1);
        int n = ints.get(p + 2);
        int tiles = (n + TILE - 1) / TILE;
        int items = context.localGroupSizeX;
        int share = (tiles + items - 1) / items;
        int begin = context.localIdx * share;
        int from = begin < tiles ? begin : tiles;
        int end = from + share < tiles ? from + share : tiles;
        int groups = context.globalGroupSizeX / context.localGroupSizeX;
        for (int digit = context.groupIdx; digit < RADIX; digit += groups) {
            int row = co + digit * tiles;
            int own = 0;
            for (int tile = from; tile < end; tile++) {
                own += counts.get(row + tile);
            }
            int next = before(context, own);
            for (int tile = from; tile < end; tile++) {
                int count = counts.get(row + tile);
                counts.set(row + tile, next);
                next += count;
            }
            if (context.localIdx == items - 1) {
                totals.set(to + digit, next);
            }
        }
    }

    /**
     * Sorts the positions by a digit, {@code sorted[n]}: first those of digit 0, by tile and then by rank, then those
     * of digit 1, and so on. Arguments as in {@link #count}, after {@link #scan} of {@code counts} and {@code totals}.
     */
    public static void place(
            KernelContext context,
            IntArray at,
            IntArray ints,
            IntArray keys,
            IntArray order,
            IntArray ranks,
            IntArray counts,
            IntArray totals,
            IntArray sorted) {
        int p = at.get(0);
        int ko = ints.get(p);
        int oo = ints.get(p + 1);
        int ro = ints.get(p + 2);
        int co = ints.get(p + 3);
        int to = ints.get(p + 4);
        int so = ints.get(p + 5);
        int n = ints.get(p + 6);
        int buckets = ints.get(p + 7);
        int unit = ints.get(p + 8);
        int tiles = (n + TILE - 1) / TILE;
        int[] begins = context.allocateIntLocalArray(RADIX);
        int share = RADIX / context.localGroupSizeX;
        int first = context.localIdx * share;
        int own = 0;
        for (int digit = first; digit < first + share; digit++) {
            own += totals.get(to + digit);
        }
        int next = before(context, own);
        for (int digit = first; digit < first + share; digit++) {
            begins[digit] = next;
            next += totals.get(to + digit);
        }
        context.localBarrier();
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            int digit = digit(keys, ko, order, oo, i, buckets, unit);
            int place = begins[digit] + counts.get(co + digit * tiles + i / TILE) + ranks.get(ro + i);
            sorted.set(so + place, unit == 1 ? i : order.get(oo + i));
        }
    }

    /**
     * Computes the results of {@code countingSort}. {@code order[n]} is {@code sorted[n]} with -1 for positions without
     * a bucket. {@code offsets[buckets + 1]} is the number of keys before each bucket, found by binary search.
     */
    public static void finish(
            KernelContext context,
            IntArray at,
            IntArray ints,
            IntArray keys,
            IntArray sorted,
            IntArray order,
            IntArray offsets) {
        int p = at.get(0);
        int ko = ints.get(p);
        int so = ints.get(p + 1);
        int oo = ints.get(p + 2);
        int bo = ints.get(p + 3);
        int n = ints.get(p + 4);
        int buckets = ints.get(p + 5);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            int position = sorted.get(so + i);
            order.set(oo + i, keys.get(ko + position) < 0 ? -1 : position);
        }
        for (int bucket = context.globalIdx; bucket <= buckets; bucket += context.globalGroupSizeX) {
            int low = 0;
            int high = n;
            while (low < high) {
                int middle = (low + high) / 2;
                int key = keys.get(ko + sorted.get(so + middle));
                if (key >= 0 && key < bucket) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            offsets.set(bo + bucket, low);
        }
    }

    /**
     * Sorts few keys in one launch. The place of a key is the number of keys that come before it. The offset of a
     * bucket is the number of keys below it. {@code order} and {@code offsets} are those of {@link #finish}.
     */
    public static void byPairs(
            KernelContext context, IntArray at, IntArray ints, IntArray keys, IntArray order, IntArray offsets) {
        int p = at.get(0);
        int ko = ints.get(p);
        int oo = ints.get(p + 1);
        int bo = ints.get(p + 2);
        int n = ints.get(p + 3);
        int buckets = ints.get(p + 4);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            int own = keys.get(ko + i);
            int key = own < 0 ? buckets : own;
            int place = 0;
            for (int j = 0; j < n; j++) {
                int other = keys.get(ko + j);
                int otherKey = other < 0 ? buckets : other;
                int less = otherKey < key ? 1 : 0;
                int equal = otherKey == key ? 1 : 0;
                int before = j < i ? 1 : 0;
                // not one condition of three terms, which TornadoVM miscompiles
                place += less + equal * before;
            }
            order.set(oo + place, own < 0 ? -1 : i);
        }
        for (int bucket = context.globalIdx; bucket <= buckets; bucket += context.globalGroupSizeX) {
            int below = 0;
            for (int j = 0; j < n; j++) {
                int key = keys.get(ko + j);
                int counts = key >= 0 ? 1 : 0;
                below += key < bucket ? counts : 0;
            }
            offsets.set(bo + bucket, below);
        }
    }

    /** A digit of the i-th key in the current order. In the first pass, whose unit is 1, there is no order yet. */
    private static int digit(IntArray keys, int ko, IntArray order, int oo, int i, int buckets, int unit) {
        int position = i;
        if (unit > 1) {
            position = order.get(oo + i);
        }
        int key = keys.get(ko + position);
        return (key < 0 ? buckets : key) / unit % RADIX;
    }

    /** The sum of the values of the group's items before this one (Hillis and Steele 1986). */
    private static int before(KernelContext context, int value) {
        int[] shared = context.allocateIntLocalArray(256);
        int l = context.localIdx;
        int items = context.localGroupSizeX;
        int sum = value;
        shared[l] = sum;
        context.localBarrier();
        for (int distance = 1; distance < items; distance = distance * 2) {
            int other = 0;
            if (l >= distance) {
                other = shared[l - distance];
            }
            context.localBarrier();
            sum += other;
            shared[l] = sum;
            context.localBarrier();
        }
        return sum - value;
    }
}
