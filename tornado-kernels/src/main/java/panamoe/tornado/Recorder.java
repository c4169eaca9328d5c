package panamoe.tornado;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;
import panamoe.tensor.HostInts;
import panamoe.tensor.Precision;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Collects calls until the host reads a result, and runs them as one task graph. */
final class Recorder implements AutoCloseable {

    /** Limits the size of a plan if the host never reads a result. A step of 12 sparse layers has some 1,500 calls. */
    static final int MAX_CALLS = 4096;

    private final Device device;
    private final PlanCache plans;
    private final List<Call> calls = new ArrayList<>();
    private final Copies copies = new Copies(this);

    Recorder(Device device, PlanCache plans) {
        this.device = device;
        this.plans = plans;
    }

    /** Begins a call of the kernel. */
    Call call(Kernel kernel) {
        return new Call(this, kernel);
    }

    /** A temporary tensor with undefined elements. The caller gives it back by {@link #discard}. */
    Tensor scratch(DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        return Tensor.of(new DeviceBuffer(dtype, Math.max(1, shape.size()), false), 0, shape);
    }

    /** Drops the content of the tensor's buffer: nobody reads it after the recorded calls. */
    void discard(Tensor tensor) {
        buffer(tensor).discard();
    }

    /** True if matrix products and attention are to use the tiled kernels. */
    boolean tiled() {
        return device.products() != Products.PLAIN;
    }

    /** How products are computed. */
    Products products() {
        return device.products();
    }

    /** The precision to which cuBLAS rounds the operands of dense products. */
    Precision precision() {
        return device.precision();
    }

    /**
     * The tensor's storage.
     *
     * @throws IllegalArgumentException if it belongs to another backend
     */
    DeviceBuffer buffer(Tensor tensor) {
        if (!(tensor.storage() instanceof DeviceBuffer buffer)) {
            throw new IllegalArgumentException(
                    "tornado: " + tensor + " lies in another backend's memory, expected a tensor of this backend");
        }
        return buffer;
    }

    /** The copies that recorded calls share. */
    Copies copies() {
        return copies;
    }

    /**
     * Makes sure that the next {@code count} calls are recorded without a run between them: a run drops shared copies.
     */
    void makeRoom(int count) {
        if (calls.size() + count > MAX_CALLS) {
            flush();
        }
    }

    /** Copies all elements of x to y, which has the same size. */
    void copy(Tensor x, Tensor y) {
        call(x.dtype() == DType.I32 ? TornadoElementwise.COPY_INTS : TornadoElementwise.COPY)
                .in(x)
                .out(y)
                .ints(x.size())
                .run();
    }

    void record(Call call) {
        if (Aliases.isIn(call)) {
            Aliases.record(this, call);
            return;
        }
        for (Call.Use use : call.uses()) {
            boolean writes = use.role() != Call.Role.IN;
            use.version().recorded(writes);
            if (writes) {
                copies.written(use.version());
            }
        }
        calls.add(call);
        if (calls.size() == MAX_CALLS) {
            flush();
        }
    }

    /** The host's copy of the tensor's buffer. The caller writes the tensor's elements in it. */
    HeapStorage toWrite(Tensor tensor) {
        DeviceBuffer buffer = buffer(tensor);
        if (tensor.size() == buffer.length()) {
            return buffer.toOverwrite();
        }
        if (buffer.version().isPending()) {
            flush();
        }
        return buffer.version().toWrite();
    }

    /** Reads the tensor after the recorded calls that write it. */
    float[] readFloats(Tensor tensor) {
        float[] out = new float[tensor.size()];
        upToDate(tensor).read(tensor.offset(), out);
        return out;
    }

    /** Reads the tensor after the recorded calls that write it. */
    int[] readInts(Tensor tensor) {
        int[] out = new int[tensor.size()];
        upToDate(tensor).read(tensor.offset(), out);
        return out;
    }

    /**
     * The elements of an integer tensor, for the checks of indices; null if only the device has them. In the checking
     * mode it is never null: all recorded calls run, and the elements are read back.
     */
    @Nullable
    HostInts hostInts(Tensor tensor) {
        if (device.checksIndices()) {
            return new HostInts(readInts(tensor), 0, tensor.size());
        }
        int[] array = buffer(tensor).version().hostInts();
        return array == null ? null : new HostInts(array, tensor.offset(), tensor.size());
    }

    private Version upToDate(Tensor tensor) {
        Version version = buffer(tensor).version();
        if (version.isWritePending()) {
            flush();
        }
        return version;
    }

    /** Runs the recorded calls. */
    void flush() {
        if (calls.isEmpty()) {
            return;
        }
        copies.discard();
        Sequence sequence = new Sequence(calls);
        calls.clear();
        device.guard(plans, () -> plans.planFor(sequence).run(sequence));
        sequence.lives().forEach(life -> life.version().executed());
    }

    @Override
    public void close() {
        calls.clear();
        plans.close();
    }
}
