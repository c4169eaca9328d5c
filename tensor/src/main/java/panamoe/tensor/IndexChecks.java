package panamoe.tensor;

import java.util.BitSet;

/**
 * The checks of what integer arguments hold: indices, labels and offsets that leave their range would read and write
 * elements of others. {@link KernelChecks} comes first; it looks at types and shapes alone. A backend whose integers may be on a
 * device passes null for what the host does not know, which is then not checked.
 *
 * <p>All methods throw {@link IllegalArgumentException} with one line that names the kernel, the element's place, its value
 * and what was expected, before anything is computed.
 */
public final class IndexChecks {

    private IndexChecks() {}

    /**
     * An index into {@code count} rows or columns, -1 meaning none.
     *
     * @param name of the argument
     */
    public static void index(String kernel, String name, HostInts index, int count) {
        range(kernel, name, index, -1, count - 1);
    }

    /** Offsets of segments: ascending, from 0 at least to the number of rows at most. */
    public static void offsets(String kernel, HostInts offsets, int rows) {
        offsets(kernel, "offsets", offsets, rows);
    }

    private static void offsets(String kernel, String name, HostInts offsets, int rows) {
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

    /** {@link RowKernels#crossEntropy}: classes of each row in 1..columns, its label among them or -1. */
    public static void crossEntropy(HostInts labels, HostInts classes, int columns) {
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
    public static void crossEntropyBackward(HostInts labels, int columns) {
        range("crossEntropyBackward", "labels", labels, -1, columns - 1);
    }

    /** {@link IndexKernels#invertPermutation}: each position once, or -1. */
    public static void invertPermutation(HostInts order) {
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
    public static void adamW(HostInts begins, int size) {
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

    private static void range(String kernel, String name, HostInts x, int low, int high) {
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
