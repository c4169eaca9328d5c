package panamoe.tensor.reference;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import panamoe.tensor.DType;
import panamoe.tensor.ElementwiseKernels;
import panamoe.tensor.Erf;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Stretch;
import panamoe.tensor.Tensor;

/** {@link ElementwiseKernels} as plain loops in double precision. */
interface ReferenceElementwise extends ElementwiseKernels {

    @Override
    default void fill(double value, Tensor y) {
        KernelChecks.fill(DType.F64, value, y);
        if (y.dtype() == DType.I32) {
            Ints.of(y).fill((int) value);
            return;
        }
        Reals out = Reals.of(y);
        for (int i = 0; i < out.size(); i++) {
            out.set(i, value);
        }
    }

    @Override
    default void copy(Tensor x, Tensor y) {
        KernelChecks.copy(DType.F64, x, y);
        if (x.dtype() == DType.I32) {
            System.arraycopy(Ints.of(x).array(), x.offset(), Ints.of(y).array(), y.offset(), x.size());
        } else {
            System.arraycopy(Reals.of(x).array(), x.offset(), Reals.of(y).array(), y.offset(), x.size());
        }
    }

    @Override
    default void add(Tensor a, Tensor b, Tensor y) {
        binary("add", a, b, y, (p, q) -> p + q);
    }

    @Override
    default void sub(Tensor a, Tensor b, Tensor y) {
        binary("sub", a, b, y, (p, q) -> p - q);
    }

    @Override
    default void mul(Tensor a, Tensor b, Tensor y) {
        binary("mul", a, b, y, (p, q) -> p * q);
    }

    @Override
    default void div(Tensor a, Tensor b, Tensor y) {
        binary("div", a, b, y, (p, q) -> p / q);
    }

    @Override
    default void axpy(double alpha, Tensor x, Tensor y) {
        KernelChecks.unary("axpy", DType.F64, x, y);
        Reals in = Reals.of(x);
        Reals out = Reals.of(y);
        for (int i = 0; i < in.size(); i++) {
            out.set(i, out.get(i) + alpha * in.get(i));
        }
    }

    @Override
    default void affine(double scale, Tensor x, double shift, Tensor y) {
        unary("affine", x, y, v -> scale * v + shift);
    }

    @Override
    default void exp(Tensor x, Tensor y) {
        unary("exp", x, y, Math::exp);
    }

    @Override
    default void log(Tensor x, Tensor y) {
        unary("log", x, y, Math::log);
    }

    @Override
    default void sqrt(Tensor x, Tensor y) {
        unary("sqrt", x, y, Math::sqrt);
    }

    @Override
    default void tanh(Tensor x, Tensor y) {
        unary("tanh", x, y, Math::tanh);
    }

    @Override
    default void sigmoid(Tensor x, Tensor y) {
        unary("sigmoid", x, y, v -> 1 / (1 + Math.exp(-v)));
    }

    @Override
    default void relu(Tensor x, Tensor y) {
        unary("relu", x, y, v -> Math.max(v, 0));
    }

    @Override
    default void reluBackward(Tensor x, Tensor gy, Tensor gx) {
        unaryBackward("reluBackward", x, gy, gx, v -> v > 0 ? 1 : 0);
    }

    @Override
    default void gelu(Tensor x, Tensor y) {
        unary("gelu", x, y, v -> Math.max(v, -Double.MAX_VALUE) * normalCdf(v));
    }

    @Override
    default void geluBackward(Tensor x, Tensor gy, Tensor gx) {
        unaryBackward("geluBackward", x, gy, gx, v -> normalCdf(v) + finite(v) * normalDensity(v));
    }

    /** Replaces infinity by the largest finite number, because the product of infinity and 0 is NaN. */
    private static double finite(double x) {
        return Math.clamp(x, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    private static double normalCdf(double x) {
        return Erf.erfc(-x / Math.sqrt(2)) / 2;
    }

    private static double normalDensity(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    private static void unary(String kernel, Tensor x, Tensor y, DoubleUnaryOperator function) {
        KernelChecks.unary(kernel, DType.F64, x, y);
        Reals in = Reals.of(x);
        Reals out = Reals.of(y);
        for (int i = 0; i < in.size(); i++) {
            out.set(i, function.applyAsDouble(in.get(i)));
        }
    }

    private static void unaryBackward(String kernel, Tensor x, Tensor gy, Tensor gx, DoubleUnaryOperator derivative) {
        KernelChecks.unaryBackward(kernel, DType.F64, x, gy, gx);
        Reals in = Reals.of(x);
        Reals upstream = Reals.of(gy);
        Reals out = Reals.of(gx);
        for (int i = 0; i < in.size(); i++) {
            out.set(i, upstream.get(i) * derivative.applyAsDouble(in.get(i)));
        }
    }

    private static void binary(String kernel, Tensor a, Tensor b, Tensor y, DoubleBinaryOperator function) {
        KernelChecks.binary(kernel, DType.F64, a, b, y);
        Stretch repeatA = Stretch.of(a.shape(), y.shape());
        Stretch repeatB = Stretch.of(b.shape(), y.shape());
        Reals left = Reals.of(a);
        Reals right = Reals.of(b);
        Reals out = Reals.of(y);
        for (int i = 0; i < out.size(); i++) {
            double p = left.get(i / repeatA.inner() % repeatA.length());
            double q = right.get(i / repeatB.inner() % repeatB.length());
            out.set(i, function.applyAsDouble(p, q));
        }
    }
}
