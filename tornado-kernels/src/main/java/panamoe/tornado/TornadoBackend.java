package panamoe.tornado;

import java.util.Optional;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;
import panamoe.tensor.Precision;
import panamoe.tensor.Storage;
import panamoe.tensor.Tensor;

/**
 * Computes in floats on a device through TornadoVM. Kernels are recorded; when the host reads a result, all that were
 * recorded run as one task graph, whose compiled form is kept for the next time the same kernels come in the same order.
 * Not thread-safe.
 *
 * <p>A kernel that TornadoVM cannot compile or run fails where the host reads. Indices and offsets that the host wrote are
 * checked; those that kernels made are in the checking mode alone, {@code -Dpanamoe.tornado.checkIndices=true}, which reads
 * them back: without it, what one out of range does is undefined.
 */
public final class TornadoBackend
        implements Backend,
                TornadoElementwise,
                TornadoReductions,
                TornadoRows,
                TornadoMatrix,
                TornadoSegments,
                TornadoAttention,
                TornadoIndex,
                TornadoTraining,
                TornadoFused {

    static final String NAME = "tornado";

    private final Device device;
    private final PlanCache plans;
    private final Recorder recorder;

    TornadoBackend(Device device) {
        this(device, PlanCache.MAX_PLANS);
    }

    TornadoBackend(Device device, int maxPlans) {
        this.device = device;
        plans = new PlanCache(device, maxPlans);
        recorder = new Recorder(device, plans);
    }

    @Override
    public Recorder recorder() {
        return recorder;
    }

    /** {@code tornado}, with the precision of products behind it if that is not FP32. */
    @Override
    public String name() {
        return device.precision() == Precision.FP32
                ? NAME
                : NAME + "-" + device.precision().label();
    }

    @Override
    public boolean runsLater() {
        return true;
    }

    @Override
    public void finish() {
        recorder.flush();
    }

    @Override
    public Optional<String> deviceName() {
        return Optional.of(device.toString());
    }

    /** How many task graphs were compiled. */
    public int plansMade() {
        return plans.made();
    }

    @Override
    public DType floatType() {
        return DType.F32;
    }

    @Override
    public Storage allocate(DType dtype, int length) {
        Check.that(dtype != DType.F64, "allocate: F64 on the " + NAME + " backend, expected F32 or I32");
        return new DeviceBuffer(dtype, Math.max(1, length), true);
    }

    @Override
    public void discard(Storage storage) {
        if (!(storage instanceof DeviceBuffer buffer)) {
            throw new IllegalArgumentException("discard: the storage belongs to another backend");
        }
        buffer.discard();
    }

    @Override
    public void write(Tensor y, double[] values) {
        Check.dtype("write", "y", y, DType.F32);
        Check.size("write", "y", y, values.length);
        float[] ys = ((HeapStorage.Floats) recorder.toWrite(y)).array();
        for (int i = 0; i < values.length; i++) {
            ys[y.offset() + i] = (float) values[i];
        }
    }

    @Override
    public void write(Tensor y, float[] values) {
        Check.dtype("write", "y", y, DType.F32);
        Check.size("write", "y", y, values.length);
        System.arraycopy(values, 0, ((HeapStorage.Floats) recorder.toWrite(y)).array(), y.offset(), values.length);
    }

    @Override
    public void write(Tensor y, int[] values) {
        Check.dtype("write", "y", y, DType.I32);
        Check.size("write", "y", y, values.length);
        System.arraycopy(values, 0, ((HeapStorage.Ints) recorder.toWrite(y)).array(), y.offset(), values.length);
    }

    @Override
    public double[] readDoubles(Tensor x) {
        float[] xs = readFloats(x);
        double[] out = new double[xs.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = xs[i];
        }
        return out;
    }

    @Override
    public float[] readFloats(Tensor x) {
        Check.dtype("readFloats", "x", x, DType.F32);
        return recorder.readFloats(x);
    }

    @Override
    public int[] readInts(Tensor x) {
        Check.dtype("readInts", "x", x, DType.I32);
        return recorder.readInts(x);
    }

    /** Frees the device's memory; tensors of this backend are lost, and calls whose results nobody read do not run. */
    @Override
    public void close() {
        recorder.close();
    }
}
