package panamoe.tensor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Buffers that live for one training step. A step that allocates the same shapes in the same order gets the same
 * buffers, so a steady step takes no memory from the backend. Not thread-safe: one workspace belongs to one step at a
 * time.
 */
public final class Workspace {

    /** A free buffer serves a request only if it is at most this many times larger: bounds what shrinking steps waste. */
    private static final int MAX_WASTE = 2;

    private final Backend backend;
    private final List<Storage> all = new ArrayList<>();
    private final Map<DType, TreeMap<Integer, ArrayList<Storage>>> free = new EnumMap<>(DType.class);
    private long generation;
    private long bytes;

    /** An empty workspace whose buffers come from {@code backend}. */
    public Workspace(Backend backend) {
        this.backend = backend;
        for (DType dtype : DType.values()) {
            free.put(dtype, new TreeMap<>());
        }
    }

    /** Begins a step: every tensor handed out before is dead, and its buffer is free again. */
    public void begin() {
        generation++;
        free.values().forEach(TreeMap::clear);
        all.forEach(this::recycle);
    }

    /** A tensor with undefined elements that lives until the next {@link #begin} or its {@link #release}. */
    public Tensor allocate(DType dtype, Shape shape) {
        Storage storage = take(dtype, Math.max(1, shape.size()));
        return Tensor.leased(storage, 0, shape, new StepLease());
    }

    /**
     * Gives a tensor's buffer back within the step; the tensor and its views are dead from here on.
     *
     * @throws IllegalStateException if it is dead already
     * @throws IllegalArgumentException if the tensor was not handed out by a workspace
     */
    public void release(Tensor tensor) {
        Storage storage = tensor.storage();
        if (!(tensor.lease() instanceof StepLease lease) || lease.owner() != this) {
            throw new IllegalArgumentException(tensor + " does not belong to this workspace");
        }
        lease.released = true;
        recycle(storage);
    }

    /** Bytes that this workspace holds, in use or free. */
    public long bytes() {
        return bytes;
    }

    private Storage take(DType dtype, int length) {
        TreeMap<Integer, ArrayList<Storage>> bySize = free.get(dtype);
        Map.Entry<Integer, ArrayList<Storage>> fit = bySize.ceilingEntry(length);
        if (fit == null || fit.getKey() > (long) MAX_WASTE * length) {
            Storage storage = backend.allocate(dtype, length);
            all.add(storage);
            bytes += (long) length * dtype.bytes();
            return storage;
        }
        Storage storage = fit.getValue().removeLast();
        if (fit.getValue().isEmpty()) {
            bySize.remove(fit.getKey());
        }
        return storage;
    }

    private void recycle(Storage storage) {
        free.get(storage.dtype())
                .computeIfAbsent(storage.length(), length -> new ArrayList<>())
                .add(storage);
    }

    private final class StepLease implements Tensor.Lease {
        private final long born = generation;
        private boolean released;

        Workspace owner() {
            return Workspace.this;
        }

        @Override
        public void check() {
            if (released || born != generation) {
                throw new IllegalStateException("this tensor " + (released ? "was released" : "belongs to step " + born)
                        + " and the workspace is at step " + generation
                        + ": copy out what must outlive its step before the next one begins");
            }
        }
    }
}
