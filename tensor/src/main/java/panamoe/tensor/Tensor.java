package panamoe.tensor;

import org.jspecify.annotations.Nullable;

/**
 * A contiguous, row-major block of a {@link Storage}. Its shape and position are fixed; kernels of a {@link Backend}
 * write its elements. The only views are {@link #reshape} and {@link #rowSlice}: a transpose is a flag of the matrix
 * kernels.
 *
 * <p>A tensor of a {@link Workspace} is valid until the workspace begins its next step or releases the tensor. Any
 * later use throws {@link IllegalStateException}. Copy the elements that you need after the step.
 */
public final class Tensor {

    private final Shape shape;
    private final Storage storage;
    private final int offset;
    private final @Nullable Lender lender;
    private final int turn;

    private Tensor(Shape shape, Storage storage, int offset, @Nullable Lender lender, int turn) {
        this.shape = shape;
        this.storage = storage;
        this.offset = offset;
        this.lender = lender;
        this.turn = turn;
    }

    /** Lends one buffer to several tensors in succession. A tensor and its views share a turn number. */
    interface Lender {
        /** @throws IllegalStateException if this turn is over: the buffer may hold another tensor's elements */
        void check(int turn);
    }

    /**
     * A tensor over a part of a storage; it stays valid.
     *
     * @throws IllegalArgumentException if the part does not lie within the storage
     */
    public static Tensor of(Storage storage, int offset, Shape shape) {
        return lent(storage, offset, shape, null, 0);
    }

    /** A tensor that is valid during its turn; without a lender it stays valid. */
    static Tensor lent(Storage storage, int offset, Shape shape, @Nullable Lender lender, int turn) {
        if (offset < 0 || offset > storage.length() - shape.size()) {
            throw new IllegalArgumentException("a tensor " + shape + " at offset " + offset
                    + " does not fit into a storage of " + storage.length() + " elements");
        }
        return new Tensor(shape, storage, offset, lender, turn);
    }

    /** A zero-filled tensor in a storage of its own; it stays valid. */
    public static Tensor zeros(Backend backend, DType dtype, Shape shape) {
        return of(backend.allocate(dtype, shape.size()), 0, shape);
    }

    /**
     * A tensor of the backend's floating type with the given elements in row-major order.
     *
     * @throws IllegalArgumentException if the number of values is not the shape's size
     */
    public static Tensor of(Backend backend, Shape shape, double... values) {
        Tensor t = zeros(backend, backend.floatType(), shape);
        backend.write(t, values);
        return t;
    }

    /** Like {@link #of(Backend, Shape, double...)} from floats. */
    public static Tensor of(Backend backend, Shape shape, float[] values) {
        Tensor t = zeros(backend, backend.floatType(), shape);
        backend.write(t, values);
        return t;
    }

    /** An {@link DType#I32} tensor with the given elements in row-major order. */
    public static Tensor ofInts(Backend backend, Shape shape, int... values) {
        Tensor t = zeros(backend, DType.I32, shape);
        backend.write(t, values);
        return t;
    }

    /** The extents. */
    public Shape shape() {
        return shape;
    }

    /** The number of elements. */
    public int size() {
        return shape.size();
    }

    /** The element type. */
    public DType dtype() {
        return storage.dtype();
    }

    /** The index of this tensor's first element in its {@link #storage}. */
    public int offset() {
        return offset;
    }

    /**
     * The memory that holds the elements, for backends.
     *
     * @throws IllegalStateException if the tensor belonged to an earlier step of its workspace or was released
     */
    public Storage storage() {
        if (lender != null) {
            lender.check(turn);
        }
        return storage;
    }

    /** The lender of the buffer; null for a tensor that stays valid. */
    @Nullable
    Lender lender() {
        return lender;
    }

    /**
     * The same elements under another shape of the same size.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Tensor reshape(Shape other) {
        if (other.size() != shape.size()) {
            throw new IllegalArgumentException("reshape of " + shape + " to " + other + ": " + shape.size() + " and "
                    + other.size() + " elements, expected the same number");
        }
        return new Tensor(other, storage, offset, lender, turn);
    }

    /**
     * The entries {@code from} (inclusive) to {@code to} (exclusive) of the outermost axis, as a view:
     * {@code x[n, ...] -> x[to - from, ...]}.
     *
     * @throws IllegalArgumentException if the tensor is a scalar or the range is not within the axis
     */
    public Tensor rowSlice(int from, int to) {
        if (shape.rank() == 0 || from < 0 || to < from || to > shape.dim(0)) {
            throw new IllegalArgumentException(
                    "row slice " + from + ".." + to + " of " + shape + ": expected a range within the outermost axis");
        }
        int rowSize = shape.dim(0) == 0 ? 0 : shape.size() / shape.dim(0);
        return new Tensor(shape.withRows(to - from), storage, offset + from * rowSize, lender, turn);
    }

    /** Type and shape, for example {@code F32[2, 3]}. */
    @Override
    public String toString() {
        return dtype() + shape.toString();
    }
}
