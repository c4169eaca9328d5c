package panamoe.tensor.reference;

import java.util.Arrays;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.HeapStorage;
import panamoe.tensor.Storage;
import panamoe.tensor.Tensor;

/**
 * The test oracle: every kernel is the simplest loop that computes its definition, in double precision, on one thread.
 * The other backends are tested against it, and gradient checks run on it.
 */
public final class ReferenceBackend
        implements Backend,
                ReferenceElementwise,
                ReferenceReductions,
                ReferenceRows,
                ReferenceMatrix,
                ReferenceSegments,
                ReferenceAttention,
                ReferenceIndices,
                ReferenceTraining {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public DType floatType() {
        return DType.F64;
    }

    @Override
    public Storage allocate(DType dtype, int length) {
        return HeapStorage.allocate(dtype, length);
    }

    @Override
    public void write(Tensor y, double[] values) {
        Check.dtype("write", "y", y, DType.F64);
        Check.size("write", "y", y, values.length);
        System.arraycopy(values, 0, Reals.of(y).array(), y.offset(), values.length);
    }

    @Override
    public void write(Tensor y, float[] values) {
        Check.dtype("write", "y", y, DType.F64);
        Check.size("write", "y", y, values.length);
        Reals out = Reals.of(y);
        for (int i = 0; i < values.length; i++) {
            out.set(i, values[i]);
        }
    }

    @Override
    public void write(Tensor y, int[] values) {
        Check.dtype("write", "y", y, DType.I32);
        Check.size("write", "y", y, values.length);
        System.arraycopy(values, 0, Ints.of(y).array(), y.offset(), values.length);
    }

    @Override
    public double[] readDoubles(Tensor x) {
        Check.dtype("readDoubles", "x", x, DType.F64);
        return Arrays.copyOfRange(Reals.of(x).array(), x.offset(), x.offset() + x.size());
    }

    @Override
    public float[] readFloats(Tensor x) {
        Check.dtype("readFloats", "x", x, DType.F64);
        Reals in = Reals.of(x);
        float[] out = new float[in.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) in.get(i);
        }
        return out;
    }

    @Override
    public int[] readInts(Tensor x) {
        Check.dtype("readInts", "x", x, DType.I32);
        return Arrays.copyOfRange(Ints.of(x).array(), x.offset(), x.offset() + x.size());
    }

    /** Does nothing: this backend holds neither threads nor memory of its own. */
    @Override
    public void close() {}
}
