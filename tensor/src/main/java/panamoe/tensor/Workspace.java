package panamoe.tensor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Buffers that live for one training step. A step that allocates the same shapes in the same order gets the same
 * buffers, so a steady step takes no memory from the backend. Not thread-safe: one workspace belongs to one step at a
 * time.
 */
public final class Workspace {

    /** A free buffer serves a request only if it is at most this many times larger: bounds what shrinking steps waste. */
    private static final int MAX_WASTE = 2;

    private final Backend backend;
    private final List<Buffer> all = new ArrayList<>();
    private final Map<DType, FreeBuffers> free = new EnumMap<>(DType.class);
    private long step;
    private int turns;
    private int turnsBeforeStep;
    private long bytes;

    /** An empty workspace whose buffers come from {@code backend}. */
    public Workspace(Backend backend) {
        this.backend = backend;
        for (DType dtype : DType.values()) {
            free.put(dtype, new FreeBuffers());
        }
    }

    /** Begins a step: every tensor handed out before is dead, and its buffer is free again. */
    public void begin() {
        step++;
        turnsBeforeStep = turns;
        for (FreeBuffers buffers : free.values()) {
            buffers.clear();
        }
        for (Buffer buffer : all) {
            recycle(buffer);
        }
    }

    /** A tensor with undefined elements that lives until the next {@link #begin} or its {@link #release}. */
    public Tensor allocate(DType dtype, Shape shape) {
        Buffer buffer = take(dtype, Math.max(1, shape.size()));
        turns = turns + 1 == Buffer.NOBODY ? 1 : turns + 1;
        buffer.turn = turns;
        return Tensor.lent(buffer.storage, 0, shape, buffer, buffer.turn);
    }

    /**
     * Gives a tensor's buffer back within the step; the tensor and its views are dead from here on.
     *
     * @throws IllegalStateException if it is dead already
     * @throws IllegalArgumentException if the tensor was not handed out by this workspace
     */
    public void release(Tensor tensor) {
        tensor.storage();
        if (!(tensor.lender() instanceof Buffer buffer) || buffer.owner() != this) {
            throw new IllegalArgumentException(tensor + " does not belong to this workspace");
        }
        recycle(buffer);
    }

    /** Bytes that this workspace holds, in use or free. */
    public long bytes() {
        return bytes;
    }

    private Buffer take(DType dtype, int length) {
        Buffer fit = free.get(dtype).take(length, (long) MAX_WASTE * length);
        if (fit != null) {
            return fit;
        }
        Buffer made = new Buffer(backend.allocate(dtype, length));
        backend.discard(made.storage);
        all.add(made);
        bytes += (long) length * dtype.bytes();
        return made;
    }

    private void recycle(Buffer buffer) {
        buffer.turn = Buffer.NOBODY;
        backend.discard(buffer.storage);
        free.get(buffer.storage.dtype()).add(buffer, buffer.storage.length());
    }

    /**
     * Memory with the number of the tensor that holds it now. Numbers count all tensors of the workspace, so a stale
     * tensor is told from the one that has its buffer today, unless just 2^32 tensors lie between the two.
     */
    final class Buffer implements Tensor.Lender {
        private static final int NOBODY = 0;

        private final Storage storage;
        private int turn = NOBODY;

        /** The next one in its list of {@link FreeBuffers}. */
        Buffer before;

        Buffer(Storage storage) {
            this.storage = storage;
        }

        Workspace owner() {
            return Workspace.this;
        }

        @Override
        public void check(int turn) {
            if (turn != this.turn) {
                boolean thisStep = turn - turnsBeforeStep > 0;
                throw new IllegalStateException("this tensor "
                        + (thisStep ? "was released" : "belongs to an earlier step")
                        + " and the workspace is at step " + step
                        + ": copy out what must outlive its step before the next one begins");
            }
        }
    }
}
