package panamoe.tensor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that live for one training step. A step that allocates the same shapes in the same order gets the same
 * buffers, so the backend allocates nothing once the shapes repeat. Not thread-safe: one workspace belongs to one step
 * at a time.
 */
public final class Workspace {

    /** A free buffer may be at most this many times larger than the request, which bounds wasted memory. */
    private static final int MAX_WASTE = 2;

    private final Backend backend;
    private final List<Buffer> all = new ArrayList<>();
    private final Map<DType, FreeBuffers> free = new EnumMap<>(DType.class);
    private long step;
    private int turns;
    private int turnsBeforeStep;
    private long bytes;

    /** An empty workspace; its buffers come from {@code backend}. */
    public Workspace(Backend backend) {
        this.backend = backend;
    }

    /** Begins a step: all tensors handed out before become invalid and their buffers free. */
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
     * Returns a tensor's buffer within the step; the tensor and its views become invalid.
     *
     * @throws IllegalStateException if it is already invalid
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
        Buffer fit = free(dtype).take(length, (long) MAX_WASTE * length);
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
        free(buffer.storage.dtype()).add(buffer, buffer.storage.length());
    }

    private FreeBuffers free(DType dtype) {
        return free.computeIfAbsent(dtype, first -> new FreeBuffers());
    }

    /**
     * Memory and the turn number of the tensor that uses it now. Turns number the workspace's tensors in sequence, so a
     * stale tensor has another number than the current user of its buffer. The numbers repeat after some 2^32 tensors.
     */
    final class Buffer implements Tensor.Lender {
        private static final int NOBODY = 0;

        private final Storage storage;
        private int turn = NOBODY;

        /** The next buffer in its list of {@link FreeBuffers}. */
        @Nullable
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
                        + ": copy its elements before the next step begins");
            }
        }
    }
}
