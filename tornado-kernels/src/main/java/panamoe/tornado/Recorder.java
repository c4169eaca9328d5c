package panamoe.tornado;

import java.util.ArrayList;
import java.util.List;
import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;
import panamoe.tensor.HostInts;
import panamoe.tensor.Precision;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Collects calls until the host reads a result, and runs them as one task graph. */
final class Recorder implements AutoCloseable {

    /** Bounds what one graph takes to compile if the host never reads; a step of 12 sparse layers has some 1,500 calls. */
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

    /** A tensor with undefined elements for use between kernels; to be given back by {@link #discard}. */
    Tensor scratch(DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        return Tensor.of(new DeviceBuffer(dtype, Math.max(1, shape.size()), false), 0, shape);
    }

    /** Says that nobody will read what the tensor's buffer holds. */
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

    /** To how many bits cuBLAS rounds the operands of dense products. */
    Precision precision() {
        return device.precision();
    }

    /** The tensor's storage. */
    DeviceBuffer buffer(Tensor tensor) {
        if (!(tensor.storage() instanceof DeviceBuffer buffer)) {
            throw new IllegalArgumentException(
                    "tornado: " + tensor + " lies in another backend's memory, expected a tensor of this backend");
        }
        return buffer;
    }

    /** Copies that recorded calls share. */
    Copies copies() {
        return copies;
    }

    /** Makes sure that so many calls are recorded without a run between them, which would end shared copies. */
    void makeRoom(int count) {
        if (calls.size() + count > MAX_CALLS) {
            flush();
        }
    }

    /** Copies the elements of a tensor to another of as many. */
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

    /** The host's copy of the tensor's buffer, of which the tensor's elements are about to be written. */
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

    /** Reads the tensor, after the calls that write it. */
    float[] readFloats(Tensor tensor) {
        float[] out = new float[tensor.size()];
        settled(tensor).read(tensor.offset(), out);
        return out;
    }

    /** Reads the tensor, after the calls that write it. */
    int[] readInts(Tensor tensor) {
        int[] out = new int[tensor.size()];
        settled(tensor).read(tensor.offset(), out);
        return out;
    }

    /**
     * The elements of an integer tensor, for the checks of indices: those that the host wrote itself, and in the checking mode
     * those that only the device has as well, for which all that is recorded runs first. Else null.
     */
    HostInts hostInts(Tensor tensor) {
        if (device.checksIndices()) {
            return new HostInts(readInts(tensor), 0, tensor.size());
        }
        int[] array = buffer(tensor).version().hostInts();
        return array == null ? null : new HostInts(array, tensor.offset(), tensor.size());
    }

    private Version settled(Tensor tensor) {
        Version version = buffer(tensor).version();
        if (version.isWritePending()) {
            flush();
        }
        return version;
    }

    /** Runs what is recorded. */
    void flush() {
        if (calls.isEmpty()) {
            return;
        }
        copies.discard();
        Sequence sequence = new Sequence(calls);
        calls.clear();
        device.guard(plans, () -> plans.planFor(sequence).run(sequence));
        sequence.lives().forEach(life -> life.version().settled());
    }

    @Override
    public void close() {
        calls.clear();
        plans.close();
    }
}
