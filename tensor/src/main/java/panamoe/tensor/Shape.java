package panamoe.tensor;

import java.util.Arrays;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * The extents of a contiguous, row-major tensor, outermost first, none negative; {@code []} is a scalar with one
 * element. There are at most 2^31 - 1 elements.
 */
public final class Shape {

    /** The shape of a scalar. */
    public static final Shape SCALAR = of();

    private final int[] dims;
    private final int size;

    /** Takes ownership of the array. */
    private Shape(int[] dims) {
        long size = 1;
        for (int i = 0; i < dims.length; i++) {
            int dim = dims[i];
            if (dim < 0) {
                throw new IllegalArgumentException("shape " + Arrays.toString(dims) + ": extent " + i + " is negative");
            }
            size *= dim;
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("shape " + Arrays.toString(dims)
                        + " has more than 2^31 - 1 elements; split it into smaller tensors");
            }
        }
        this.dims = dims;
        this.size = (int) size;
    }

    /**
     * The shape with these extents, outermost first.
     *
     * @throws IllegalArgumentException if an extent is negative or there are more than 2^31 - 1 elements
     */
    public static Shape of(int... dims) {
        return new Shape(dims.clone());
    }

    /** The extents, outermost first. */
    public ImmutableIntList dims() {
        return IntLists.immutable.of(dims);
    }

    /** The number of axes; 0 for a scalar. */
    public int rank() {
        return dims.length;
    }

    /**
     * The extent of one axis.
     *
     * @param axis 0 is the outermost; -1 the innermost
     * @throws IllegalArgumentException if there is no such axis
     */
    public int dim(int axis) {
        int i = axis < 0 ? axis + dims.length : axis;
        if (i < 0 || i >= dims.length) {
            throw new IllegalArgumentException("shape " + this + " has no axis " + axis);
        }
        return dims[i];
    }

    /** The number of elements. */
    public int size() {
        return size;
    }

    /** The extent of the innermost axis; 1 for a scalar. */
    public int columns() {
        return dims.length == 0 ? 1 : dims[dims.length - 1];
    }

    /** The product of all extents but the innermost: the number of rows when the tensor is seen as a matrix. */
    public int rows() {
        int rows = 1;
        for (int i = 0; i < dims.length - 1; i++) {
            rows *= dims[i];
        }
        return rows;
    }

    /** This shape with another innermost extent, for example {@code [n, d] -> [n, h]}. */
    public Shape withColumns(int columns) {
        int[] out = dims.length == 0 ? new int[1] : dims.clone();
        out[out.length - 1] = columns;
        return new Shape(out);
    }

    /** This shape with another outermost extent, for example {@code [n, d] -> [m, d]}. */
    public Shape withRows(int rows) {
        if (dims.length == 0) {
            throw new IllegalArgumentException("a scalar has no rows; expected a shape with at least one axis");
        }
        int[] out = dims.clone();
        out[0] = rows;
        return new Shape(out);
    }

    /** This shape without its innermost axis, for example {@code [n, d] -> [n]}. */
    public Shape dropLast() {
        return dims.length == 0 ? this : new Shape(Arrays.copyOf(dims, dims.length - 1));
    }

    /**
     * True if {@link #broadcast} of this shape and the other gives the other: this shape's axes, aligned at the
     * innermost, equal the other's or are 1.
     */
    public boolean stretchesTo(Shape other) {
        if (dims.length > other.dims.length) {
            return false;
        }
        for (int i = 1; i <= dims.length; i++) {
            int dim = dims[dims.length - i];
            if (dim != 1 && dim != other.dims[other.dims.length - i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The shape to which both operands of an elementwise operation stretch: axes are aligned at the innermost, and an
     * extent of 1 stretches to the other's extent (NumPy's rule).
     *
     * @throws IllegalArgumentException if two aligned extents differ and neither is 1
     */
    public static Shape broadcast(Shape a, Shape b) {
        if (b.stretchesTo(a)) {
            return a;
        }
        if (a.stretchesTo(b)) {
            return b;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] out = new int[rank];
        for (int i = 0; i < rank; i++) {
            int da = extentFromEnd(a, rank - i);
            int db = extentFromEnd(b, rank - i);
            if (da != db && da != 1 && db != 1) {
                throw new IllegalArgumentException("shapes " + a + " and " + b + " do not broadcast: extents " + da
                        + " and " + db + " differ and neither is 1");
            }
            out[i] = da == 1 ? db : da;
        }
        return new Shape(out);
    }

    /** The extent of the {@code fromEnd}-th axis counted from the innermost (1 is the innermost), 1 if there is none. */
    private static int extentFromEnd(Shape s, int fromEnd) {
        return fromEnd > s.rank() ? 1 : s.dims[s.rank() - fromEnd];
    }

    /**
     * The shape of {@code op(a) op(b)} for matrices, where {@code op} transposes if its flag is set. A first operand of
     * rank above 2 counts as the matrix of its rows and keeps its outer axes.
     *
     * @throws IllegalArgumentException if the inner extents differ, {@code b} is not a matrix, or a transposed {@code
     *     a} is not a matrix
     */
    public static Shape matmul(Shape a, boolean transA, Shape b, boolean transB) {
        if (b.rank() != 2 || a.rank() < (transA ? 2 : 1) || (transA && a.rank() != 2)) {
            throw new IllegalArgumentException("matmul of " + a + (transA ? " transposed" : "") + " and " + b
                    + ": expected [..., k] and [k, n] (only a matrix can be transposed)");
        }
        int k = transA ? a.dim(0) : a.dim(-1);
        int kb = transB ? b.dim(1) : b.dim(0);
        if (k != kb) {
            throw new IllegalArgumentException("matmul of " + a + (transA ? " transposed" : "") + " and " + b
                    + (transB ? " transposed" : "") + ": inner extents " + k + " and " + kb + " differ");
        }
        int n = transB ? b.dim(0) : b.dim(1);
        return transA ? of(a.dim(1), n) : a.withColumns(n);
    }

    /** True for a shape with the same extents. */
    @Override
    public boolean equals(Object other) {
        return other == this || (other instanceof Shape shape && Arrays.equals(dims, shape.dims));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** The extents in brackets, for example {@code [2, 3]}. */
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
