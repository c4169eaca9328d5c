package panamoe.tensor.cpu;

import java.nio.ByteBuffer;
import java.util.Arrays;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;
import panamoe.tensor.Parallel;
import panamoe.tensor.Storage;
import panamoe.tensor.Tensor;

/** Computes in floats on Java arrays; named {@code vector} or {@code scalar} after its {@link KernelSet}. */
public final class CpuBackend
        implements Backend,
                CpuElementwise,
                CpuReductions,
                CpuRows,
                CpuMatrix,
                CpuSegments,
                CpuIndex,
                CpuTraining,
                CpuFused {

    private final Engine engine;

    CpuBackend(KernelSet kernels, int threads) {
        engine = new Engine(kernels, new Parallel(threads));
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public String name() {
        return engine.kernels().name();
    }

    @Override
    public int vectorBits() {
        return engine.kernels().vectorBits();
    }

    @Override
    public DType floatType() {
        return DType.F32;
    }

    @Override
    public Storage allocate(DType dtype, int length) {
        Check.that(dtype != DType.F64, "allocate: F64 on the " + name() + " backend, expected F32 or I32");
        return HeapStorage.allocate(dtype, length);
    }

    @Override
    public void write(Tensor y, double[] values) {
        Check.dtype("write", "y", y, DType.F32);
        Check.size("write", "y", y, values.length);
        float[] ys = Engine.floats(y);
        for (int i = 0; i < values.length; i++) {
            ys[y.offset() + i] = (float) values[i];
        }
    }

    @Override
    public void write(Tensor y, float[] values) {
        Check.dtype("write", "y", y, DType.F32);
        Check.size("write", "y", y, values.length);
        System.arraycopy(values, 0, Engine.floats(y), y.offset(), values.length);
    }

    @Override
    public void write(Tensor y, int[] values) {
        Check.dtype("write", "y", y, DType.I32);
        Check.size("write", "y", y, values.length);
        System.arraycopy(values, 0, Engine.ints(y), y.offset(), values.length);
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
        return Arrays.copyOfRange(Engine.floats(x), x.offset(), x.offset() + x.size());
    }

    @Override
    public int[] readInts(Tensor x) {
        Check.dtype("readInts", "x", x, DType.I32);
        return Arrays.copyOfRange(Engine.ints(x), x.offset(), x.offset() + x.size());
    }

    /** As {@link Backend#read(Tensor, ByteBuffer)}, without a copy in between. Any thread may call it. */
    @Override
    public void read(Tensor x, ByteBuffer into) {
        if (x.dtype() == DType.F32 && into.remaining() == x.size() * Float.BYTES) {
            into.slice().order(into.order()).asFloatBuffer().put(Engine.floats(x), x.offset(), x.size());
        } else {
            Backend.super.read(x, into);
        }
    }

    /** As {@link Backend#write(Tensor, ByteBuffer)}, without a copy in between. Any thread may call it. */
    @Override
    public void write(Tensor y, ByteBuffer from) {
        if (y.dtype() == DType.F32 && from.remaining() == y.size() * Float.BYTES) {
            from.slice().order(from.order()).asFloatBuffer().get(Engine.floats(y), y.offset(), y.size());
        } else {
            Backend.super.write(y, from);
        }
    }

    @Override
    public void close() {
        engine.parallel().close();
    }
}
