package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;
import static panamoe.tensor.cpu.Engine.ints;

import java.util.Arrays;
import panamoe.tensor.DType;
import panamoe.tensor.ElementwiseKernels;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Stretch;
import panamoe.tensor.Tensor;

/** {@link ElementwiseKernels} in chunks of the flat element range. */
interface CpuElementwise extends ElementwiseKernels, OnEngine {

    /**
     * Elements per call of a loop. Until the JIT has compiled a loop, each vector operation is a thousand times slower.
     * The JIT reaches its threshold sooner by calls than by iterations, so short calls reduce that time from seconds to
     * tenths of a second.
     */
    int CALL = 512;

    @Override
    default void fill(double value, Tensor y) {
        KernelChecks.fill(DType.F32, value, y);
        int yo = y.offset();
        if (y.dtype() == DType.I32) {
            int[] ys = ints(y);
            engine().elements(y.size(), (at, n) -> Arrays.fill(ys, yo + at, yo + at + n, (int) value));
        } else {
            engine().fill((float) value, floats(y), yo, y.size());
        }
    }

    @Override
    default void copy(Tensor x, Tensor y) {
        KernelChecks.copy(DType.F32, x, y);
        // arraycopy accepts both array types
        Object xs = x.dtype() == DType.I32 ? ints(x) : floats(x);
        Object ys = y.dtype() == DType.I32 ? ints(y) : floats(y);
        int xo = x.offset();
        int yo = y.offset();
        engine().elements(x.size(), (at, n) -> System.arraycopy(xs, xo + at, ys, yo + at, n));
    }

    @Override
    default void add(Tensor a, Tensor b, Tensor y) {
        binary(
                "add",
                a,
                b,
                y,
                ElementwiseLoops::add,
                (k, x, xo, s, ys, yo, n) -> k.affine(1, x, xo, s, ys, yo, n),
                (k, x, xo, s, ys, yo, n) -> k.affine(1, x, xo, s, ys, yo, n));
    }

    @Override
    default void sub(Tensor a, Tensor b, Tensor y) {
        binary(
                "sub",
                a,
                b,
                y,
                ElementwiseLoops::sub,
                (k, x, xo, s, ys, yo, n) -> k.affine(1, x, xo, -s, ys, yo, n),
                (k, x, xo, s, ys, yo, n) -> k.affine(-1, x, xo, s, ys, yo, n));
    }

    @Override
    default void mul(Tensor a, Tensor b, Tensor y) {
        binary(
                "mul",
                a,
                b,
                y,
                ElementwiseLoops::mul,
                // adding -0 changes nothing; adding 0 would turn a product of -0 into 0
                (k, x, xo, s, ys, yo, n) -> k.affine(s, x, xo, -0f, ys, yo, n),
                (k, x, xo, s, ys, yo, n) -> k.affine(s, x, xo, -0f, ys, yo, n));
    }

    @Override
    default void div(Tensor a, Tensor b, Tensor y) {
        binary(
                "div",
                a,
                b,
                y,
                ElementwiseLoops::div,
                (k, x, xo, s, ys, yo, n) -> k.divBy(x, xo, s, ys, yo, n),
                (k, x, xo, s, ys, yo, n) -> k.divInto(s, x, xo, ys, yo, n));
    }

    @Override
    default void axpy(double alpha, Tensor x, Tensor y) {
        map("axpy", x, y, (k, xs, xo, ys, yo, n) -> k.axpy((float) alpha, xs, xo, ys, yo, n));
    }

    @Override
    default void affine(double scale, Tensor x, double shift, Tensor y) {
        map("affine", x, y, (k, xs, xo, ys, yo, n) -> k.affine((float) scale, xs, xo, (float) shift, ys, yo, n));
    }

    @Override
    default void exp(Tensor x, Tensor y) {
        map("exp", x, y, ElementwiseLoops::exp);
    }

    @Override
    default void log(Tensor x, Tensor y) {
        map("log", x, y, (k, xs, xo, ys, yo, n) -> {
            for (int i = 0; i < n; i++) {
                ys[yo + i] = (float) Math.log(xs[xo + i]);
            }
        });
    }

    @Override
    default void sqrt(Tensor x, Tensor y) {
        map("sqrt", x, y, ElementwiseLoops::sqrt);
    }

    @Override
    default void tanh(Tensor x, Tensor y) {
        map("tanh", x, y, ElementwiseLoops::tanh);
    }

    @Override
    default void sigmoid(Tensor x, Tensor y) {
        map("sigmoid", x, y, ElementwiseLoops::sigmoid);
    }

    @Override
    default void relu(Tensor x, Tensor y) {
        map("relu", x, y, ElementwiseLoops::relu);
    }

    @Override
    default void reluBackward(Tensor x, Tensor gy, Tensor gx) {
        mapGradient("reluBackward", x, gy, gx, ElementwiseLoops::reluBackward);
    }

    @Override
    default void gelu(Tensor x, Tensor y) {
        map("gelu", x, y, ElementwiseLoops::gelu);
    }

    @Override
    default void geluBackward(Tensor x, Tensor gy, Tensor gx) {
        mapGradient("geluBackward", x, gy, gx, ElementwiseLoops::geluBackward);
    }

    /** A loop of {@link ElementwiseLoops} from one range to another. */
    @FunctionalInterface
    interface Map {
        void apply(KernelSet k, float[] x, int xo, float[] y, int yo, int n);
    }

    /** A loop of {@link ElementwiseLoops} from two ranges to a third. */
    @FunctionalInterface
    interface Pair {
        void apply(KernelSet k, float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);
    }

    /** A loop of {@link ElementwiseLoops} from a range and a number to another range. */
    @FunctionalInterface
    interface WithScalar {
        void apply(KernelSet k, float[] x, int xo, float scalar, float[] y, int yo, int n);
    }

    private void map(String kernel, Tensor x, Tensor y, Map loop) {
        KernelChecks.unary(kernel, DType.F32, x, y);
        KernelSet k = engine().kernels();
        float[] xs = floats(x);
        float[] ys = floats(y);
        int xo = x.offset();
        int yo = y.offset();
        engine().elements(x.size(), (from, length) -> {
            for (int at = from; at < from + length; at += CALL) {
                loop.apply(k, xs, xo + at, ys, yo + at, Math.min(CALL, from + length - at));
            }
        });
    }

    private void mapGradient(String kernel, Tensor x, Tensor gy, Tensor gx, Pair loop) {
        KernelChecks.unaryBackward(kernel, DType.F32, x, gy, gx);
        pairs(x, gy, gx, loop);
    }

    private void pairs(Tensor a, Tensor b, Tensor y, Pair loop) {
        KernelSet k = engine().kernels();
        float[] as = floats(a);
        float[] bs = floats(b);
        float[] ys = floats(y);
        int ao = a.offset();
        int bo = b.offset();
        int yo = y.offset();
        engine().elements(y.size(), (from, length) -> {
            for (int at = from; at < from + length; at += CALL) {
                loop.apply(k, as, ao + at, bs, bo + at, ys, yo + at, Math.min(CALL, from + length - at));
            }
        });
    }

    /**
     * {@code y = a op b}. If an operand is stretched, y is computed in runs: within a run each operand either is
     * constant or advances with y.
     */
    private void binary(
            String kernel, Tensor a, Tensor b, Tensor y, Pair pair, WithScalar scalarB, WithScalar scalarA) {
        KernelChecks.binary(kernel, DType.F32, a, b, y);
        if (a.shape().equals(y.shape()) && b.shape().equals(y.shape())) {
            pairs(a, b, y, pair);
            return;
        }
        int size = y.size();
        Stretch sa = Stretch.of(a.shape(), y.shape());
        Stretch sb = Stretch.of(b.shape(), y.shape());
        if (sa.isIdentity(size) && sb.isIdentity(size)) {
            pairs(a, b, y, pair);
            return;
        }
        KernelSet k = engine().kernels();
        float[] as = floats(a);
        float[] bs = floats(b);
        float[] ys = floats(y);
        int ao = a.offset();
        int bo = b.offset();
        int yo = y.offset();
        engine().elements(size, (from, length) -> {
            int end = from + length;
            for (int at = from; at < end; ) {
                int n = Math.min(end - at, Math.min(runLength(sa, at), runLength(sb, at)));
                int ai = ao + at / sa.inner() % sa.length();
                int bi = bo + at / sb.inner() % sb.length();
                if (advances(sa) && advances(sb)) {
                    pair.apply(k, as, ai, bs, bi, ys, yo + at, n);
                } else if (advances(sa)) {
                    scalarB.apply(k, as, ai, bs[bi], ys, yo + at, n);
                } else {
                    float scalar = as[ai];
                    if (advances(sb)) {
                        scalarA.apply(k, bs, bi, scalar, ys, yo + at, n);
                    } else {
                        Arrays.fill(ys, yo + at, yo + at + n, scalar);
                        scalarB.apply(k, ys, yo + at, bs[bi], ys, yo + at, n);
                    }
                }
                at += n;
            }
        });
    }

    /** True if the operand advances with the output within a run. */
    private static boolean advances(Stretch s) {
        return s.inner() == 1 && s.length() > 1;
    }

    /** The length of the run at {@code at}: an operand advances up to its end, or stays constant. */
    private static int runLength(Stretch s, int at) {
        if (s.length() == 1) {
            return Integer.MAX_VALUE;
        }
        return s.inner() == 1 ? s.length() - at % s.length() : s.inner() - at % s.inner();
    }
}
