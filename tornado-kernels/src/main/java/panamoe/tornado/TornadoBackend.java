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
 * Computes in single precision on a device through TornadoVM. Calls of kernels are recorded. When the host reads a
 * result, all recorded calls run as a plan of task graphs. The compiled plan is kept, and runs again when the same
 * kernels are called in the same order. Not thread-safe.
 *
 * <p>A kernel that TornadoVM cannot compile or run fails when the host reads a result. Indices and offsets that the
 * host wrote are always checked. Those that kernels made are checked only in the checking mode, {@code
 * -Dpanamoe.tornado.checkIndices=true}, which reads them back. Without it the effect of an index out of range is
 * undefined.
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

    /** {@code tornado}, or for example {@code tornado-tf32} if the precision of products is not FP32. */
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

    /** The number of plans that were compiled. */
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

    /**
     * Frees the device's memory. Tensors of this backend are lost, and recorded calls that have not run yet never run.
     */
    @Override
    public void close() {
        recorder.close();
    }
}
