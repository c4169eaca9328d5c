package panamoe.tensor;

import java.util.Arrays;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * The extents of a contiguous, row-major tensor; {@code []} is a scalar with one element.
 *
 * @param dims the extents, outermost first, none negative; their product fits in an int
 */
public record Shape(ImmutableIntList dims) {

    /** The shape of a scalar. */
    public static final Shape SCALAR = of();

    /** @throws IllegalArgumentException if an extent is negative or there are more than 2^31 - 1 elements */
    public Shape {
        long size = 1;
        for (int i = 0; i < dims.size(); i++) {
            int dim = dims.get(i);
            if (dim < 0) {
                throw new IllegalArgumentException("shape " + dims + ": extent " + i + " is negative");
            }
            size *= dim;
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "shape " + dims + " has more than 2^31 - 1 elements; split it into smaller tensors");
            }
        }
    }

    /** The shape with these extents, outermost first. */
    public static Shape of(int... dims) {
        return new Shape(IntLists.immutable.of(dims));
    }

    /** The number of axes; 0 for a scalar. */
    public int rank() {
        return dims.size();
    }

    /**
     * The extent of one axis.
     *
     * @param axis 0 is the outermost; -1 the innermost
     * @throws IllegalArgumentException if there is no such axis
     */
    public int dim(int axis) {
        int i = axis < 0 ? axis + rank() : axis;
        if (i < 0 || i >= rank()) {
            throw new IllegalArgumentException("shape " + this + " has no axis " + axis);
        }
        return dims.get(i);
    }

    /** The number of elements. */
    public int size() {
        int size = 1;
        for (int i = 0; i < dims.size(); i++) {
            size *= dims.get(i);
        }
        return size;
    }

    /** The extent of the innermost axis; 1 for a scalar. */
    public int columns() {
        return rank() == 0 ? 1 : dim(-1);
    }

    /** The product of all extents but the innermost: the number of rows when the tensor is seen as a matrix. */
    public int rows() {
        int rows = 1;
        for (int i = 0; i < rank() - 1; i++) {
            rows *= dims.get(i);
        }
        return rows;
    }

    /** This shape with another innermost extent, for example {@code [n, d] -> [n, h]}. */
    public Shape withColumns(int columns) {
        int[] out = rank() == 0 ? new int[1] : dims.toArray();
        out[out.length - 1] = columns;
        return of(out);
    }

    /** This shape without its innermost axis, for example {@code [n, d] -> [n]}. */
    public Shape dropLast() {
        return rank() == 0 ? this : of(Arrays.copyOf(dims.toArray(), rank() - 1));
    }

    /**
     * The shape that both operands of an elementwise operation are stretched to: axes are aligned at the innermost, and
     * an extent of 1 stretches to the other's extent (NumPy's rule).
     *
     * @throws IllegalArgumentException if two aligned extents differ and neither is 1
     */
    public static Shape broadcast(Shape a, Shape b) {
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
        return of(out);
    }

    /** The extent of the {@code fromEnd}-th axis counted from the innermost (1 is the innermost), 1 if there is none. */
    private static int extentFromEnd(Shape s, int fromEnd) {
        return fromEnd > s.rank() ? 1 : s.dims.get(s.rank() - fromEnd);
    }

    /**
     * The shape of {@code op(a) op(b)} for matrices, {@code op} being a transpose where the flag says so. A first
     * operand of rank above 2 is seen as a matrix of its rows and keeps its outer axes.
     *
     * @throws IllegalArgumentException if the inner extents differ, {@code b} is not a matrix, or a transposed
     *     {@code a} is not one
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

    /** The extents in brackets, for example {@code [2, 3]}. */
    @Override
    public String toString() {
        return dims.toString();
    }
}
