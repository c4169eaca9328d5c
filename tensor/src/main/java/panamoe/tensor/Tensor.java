package panamoe.tensor;

/**
 * A contiguous, row-major block of a {@link Storage}. Immutable in shape and place; kernels of a {@link Backend} write
 * its elements. The only views are {@link #reshape} and {@link #rowSlice}: a transpose is a flag of the matrix kernels.
 *
 * <p>A tensor that a {@link Workspace} handed out dies when the workspace begins its next step, or when it is released:
 * any use after that throws. What must outlive the step is copied out.
 */
public final class Tensor {

    private final Shape shape;
    private final Storage storage;
    private final int offset;
    private final Lender lender;
    private final int turn;

    private Tensor(Shape shape, Storage storage, int offset, Lender lender, int turn) {
        this.shape = shape;
        this.storage = storage;
        this.offset = offset;
        this.lender = lender;
        this.turn = turn;
    }

    /** Who lends a buffer to one tensor (and its views) after another: each has its turn. */
    interface Lender {
        /** @throws IllegalStateException if this turn is over: the buffer may hold another tensor's elements by now */
        void check(int turn);
    }

    /** A tensor over a part of a storage that lives as long as it is referenced. */
    public static Tensor of(Storage storage, int offset, Shape shape) {
        return lent(storage, offset, shape, null, 0);
    }

    /** A tensor that lives while its turn lasts; with no lender, as long as it is referenced. */
    static Tensor lent(Storage storage, int offset, Shape shape, Lender lender, int turn) {
        if (offset < 0 || offset > storage.length() - shape.size()) {
            throw new IllegalArgumentException("a tensor " + shape + " at offset " + offset
                    + " does not fit into a storage of " + storage.length() + " elements");
        }
        return new Tensor(shape, storage, offset, lender, turn);
    }

    /** A zero-filled tensor that lives as long as it is referenced. */
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

    /** Where this tensor's first element lies in its {@link #storage}. */
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

    /** Whose buffer this is; null for a tensor that lives as long as it is referenced. */
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
                    + other.size() + " elements");
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
            throw new IllegalArgumentException("row slice " + from + ".." + to + " of " + shape);
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
