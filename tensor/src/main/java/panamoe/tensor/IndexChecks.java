package panamoe.tensor;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values of integer arguments: with an index, label or offset out of range, a kernel would read or write
 * outside its rows. {@link KernelChecks} has already checked types and shapes. A backend that keeps integers on a
 * device passes null for a tensor that the host cannot read, and the check is skipped.
 *
 * <p>All methods throw {@link IllegalArgumentException} before anything is computed. Its one-line message names the
 * kernel, the element's index, its value and the expected range.
 */
public final class IndexChecks {

    private IndexChecks() {}

    /**
     * An index into {@code count} rows or columns; -1 means none.
     *
     * @param name of the argument
     */
    public static void index(String kernel, String name, @Nullable HostInts index, int count) {
        range(kernel, name, index, -1, count - 1);
    }

    /** Offsets of segments: ascending, in {@code 0..rows}. */
    public static void offsets(String kernel, @Nullable HostInts offsets, int rows) {
        offsets(kernel, "offsets", offsets, rows);
    }

    private static void offsets(String kernel, String name, @Nullable HostInts offsets, int rows) {
        if (offsets == null) {
            return;
        }
        int before = 0;
        for (int i = 0; i < offsets.size(); i++) {
            int offset = offsets.get(i);
            if (offset < before || offset > rows) {
                boolean falls = i > 0 && offset >= 0 && offset <= rows;
                throw refusal(
                        kernel, name, i, offset, falls ? "at least the " + before + " before it" : range(0, rows));
            }
            before = offset;
        }
    }

    /** {@link RowKernels#crossEntropy}: each row has 1..columns classes, and its label is one of them or -1. */
    public static void crossEntropy(@Nullable HostInts labels, @Nullable HostInts classes, int columns) {
        range("crossEntropy", "classes", classes, 1, columns);
        if (labels == null || classes == null) {
            range("crossEntropy", "labels", labels, -1, columns - 1);
            return;
        }
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i) < -1 || labels.get(i) >= classes.get(i)) {
                throw refusal(
                        "crossEntropy",
                        "labels",
                        i,
                        labels.get(i),
                        range(-1, classes.get(i) - 1) + " for a row of " + classes.get(i) + " classes");
            }
        }
    }

    /** {@link RowKernels#crossEntropyBackward}. */
    public static void crossEntropyBackward(@Nullable HostInts labels, int columns) {
        range("crossEntropyBackward", "labels", labels, -1, columns - 1);
    }

    /** {@link IndexKernels#invertPermutation}: each position occurs at most once; -1 means none. */
    public static void invertPermutation(@Nullable HostInts order) {
        if (order == null) {
            return;
        }
        range("invertPermutation", "order", order, -1, order.size() - 1);
        BitSet seen = new BitSet(order.size());
        for (int i = 0; i < order.size(); i++) {
            int position = order.get(i);
            if (position >= 0) {
                if (seen.get(position)) {
                    throw refusal("invertPermutation", "order", i, position, "each position once");
                }
                seen.set(position);
            }
        }
    }

    /** {@link TrainingKernels#adamW}: the segments make up the whole buffer. */
    public static void adamW(@Nullable HostInts begins, int size) {
        if (begins == null) {
            return;
        }
        offsets("adamW", "begins", begins, size);
        int last = begins.size() - 1;
        if (begins.get(0) != 0) {
            throw refusal("adamW", "begins", 0, begins.get(0), "0, where the parameters begin");
        }
        if (begins.get(last) != size) {
            throw refusal("adamW", "begins", last, begins.get(last), size + ", where the parameters end");
        }
    }

    private static void range(String kernel, String name, @Nullable HostInts x, int low, int high) {
        if (x == null) {
            return;
        }
        int[] array = x.array();
        int end = x.offset() + x.size();
        for (int i = x.offset(); i < end; i++) {
            if (array[i] < low || array[i] > high) {
                throw refusal(kernel, name, i - x.offset(), array[i], range(low, high));
            }
        }
    }

    private static String range(int low, int high) {
        return low + ".." + high;
    }

    private static IllegalArgumentException refusal(String kernel, String name, int i, int value, String expected) {
        return new IllegalArgumentException(
                kernel + ": " + name + " element " + i + " is " + value + ", expected " + expected);
    }
}
