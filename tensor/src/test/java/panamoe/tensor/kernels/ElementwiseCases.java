package panamoe.tensor.kernels;

import static panamoe.tensor.kernels.KernelCase.U;

import java.util.ArrayList;
import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Cases of {@link panamoe.tensor.ElementwiseKernels}. */
final class ElementwiseCases {

    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private interface Unary {
        void run(Backend backend, Tensor x, Tensor y);
    }

    private interface Binary {
        void run(Backend backend, Tensor a, Tensor b, Tensor y);
    }

    private final List<KernelCase> cases = new ArrayList<>();

    static List<KernelCase> all() {
        ElementwiseCases all = new ElementwiseCases();
        all.fillAndCopy();
        all.arithmetic();
        all.functions();
        all.derivatives();
        return all.cases;
    }

    private void fillAndCopy() {
        for (int n : lengths()) {
            cases.add(KernelCase.of("fill", "reals " + n).out(n).freeLength().launch((k, t) -> k.fill(2.5, t[0])));
            cases.add(KernelCase.of("copy", "reals " + n).in(n).out(n).launch((k, t) -> k.copy(t[0], t[1])));
        }
        cases.add(KernelCase.of("fill", "ints").outInts(33).launch((k, t) -> k.fill(-3, t[0])));
        cases.add(KernelCase.of("copy", "ints").index(-5, 5, 33).outInts(33).launch((k, t) -> k.copy(t[0], t[1])));
        cases.add(KernelCase.of("copy", "other shape of the same size")
                .in(4, 6)
                .out(3, 8)
                .launch((k, t) -> k.copy(t[0], t[1])));
    }

    private void arithmetic() {
        // one rounding each
        binary("add", Backend::add);
        binary("sub", Backend::sub);
        binary("mul", Backend::mul);
        binary("div", Backend::div);
        for (int n : lengths()) {
            // two roundings or one (fused), each of numbers below 10
            cases.add(KernelCase.of("axpy", "" + n)
                    .in(n)
                    .inOut(n)
                    .tolerance(0, 10 * 2 * U)
                    .launch((k, t) -> k.axpy(-1.5, t[0], t[1])));
            cases.add(KernelCase.of("affine", "" + n)
                    .in(n)
                    .out(n)
                    .tolerance(0, 10 * 2 * U)
                    .launch((k, t) -> k.affine(1.25, t[0], -0.5, t[1])));
        }
    }

    private void binary(String kernel, Binary run) {
        for (int n : lengths()) {
            stretched(kernel, run, "" + n, Shape.of(n), Shape.of(n), Shape.of(n));
        }
        Shape matrix = Shape.of(5, 17);
        stretched(kernel, run, "scalars", Shape.SCALAR, Shape.SCALAR, Shape.SCALAR);
        stretched(kernel, run, "scalar right", matrix, Shape.SCALAR, matrix);
        stretched(kernel, run, "scalar left", Shape.SCALAR, matrix, matrix);
        stretched(kernel, run, "both scalars", Shape.SCALAR, Shape.of(1), matrix);
        stretched(kernel, run, "row", matrix, Shape.of(17), matrix);
        stretched(kernel, run, "row left", Shape.of(1, 17), matrix, matrix);
        stretched(kernel, run, "column", matrix, Shape.of(5, 1), matrix);
        stretched(kernel, run, "column left", Shape.of(5, 1), matrix, matrix);
        stretched(kernel, run, "column and row", Shape.of(5, 1), Shape.of(17), matrix);
        stretched(kernel, run, "row and row", Shape.of(17), Shape.of(17), matrix);
        stretched(kernel, run, "middle", Shape.of(4, 3, 33), Shape.of(3, 1), Shape.of(4, 3, 33));
        stretched(kernel, run, "no rows", Shape.of(0, 17), Shape.of(17), Shape.of(0, 17));
        stretched(kernel, run, "no columns", Shape.of(5, 0), Shape.of(5, 1), Shape.of(5, 0));
        stretched(kernel, run, "large row", Shape.of(1001, 384), Shape.of(384), Shape.of(1001, 384));
        stretched(kernel, run, "large column", Shape.of(1001, 384), Shape.of(1001, 1), Shape.of(1001, 384));
        stretched(kernel, run, "large scalar", Shape.SCALAR, Shape.of(1001, 384), Shape.of(1001, 384));
    }

    private void stretched(String kernel, Binary run, String label, Shape a, Shape b, Shape y) {
        KernelCase.Builder builder = KernelCase.of(kernel, label);
        builder.uniform(-3, 3, a.dims().toArray());
        // away from zero for the division
        builder.uniform(0.5, 3, b.dims().toArray());
        cases.add(builder.out(y.dims().toArray()).tolerance(U, 0).launch((k, t) -> run.run(k, t[0], t[1], t[2])));
    }

    private void functions() {
        // exp errs relatively (a float's exponent range over); its overflow and underflow are in the special values
        unary("exp", Backend::exp, -80, 80, 8 * U, 0, -INF, -200, -100, -1e-6, 0, 1e-6, 88, 100, INF, NAN);
        // near 1 the logarithm goes through 0, where its absolute error is that of its argument's rounding
        unary("log", Backend::log, 1e-3, 1e3, 4 * U, 4 * U, -1, 0, 1e-30, 0.999999, 1, 1.000001, 1e30, INF, NAN);
        unary("sqrt", Backend::sqrt, 0, 100, U, 0, -1, 0, 1e-30, 1, 2, 1e30, INF, NAN);
        // values in [-1, 1]: a few roundings of numbers of size 1
        unary("tanh", Backend::tanh, -5, 5, 4 * U, 8 * U, -INF, -100, -10, -1e-4, 0, 1e-4, 10, 100, INF, NAN);
        unary("sigmoid", Backend::sigmoid, -10, 10, 8 * U, U, -INF, -200, -20, 0, 20, 200, INF, NAN);
        unary("relu", Backend::relu, -1, 1, 0, 0, -INF, -1, -0.0, 0, 1, INF, NAN);
        // 1 + erf has an absolute error of some roundings of 1, which x in -6..6 scales
        unary("gelu", Backend::gelu, -6, 6, 8 * U, 6 * 8 * U, -100, -20, -1e-3, 0, 1e-3, 20, 100, NAN);
    }

    private void unary(
            String kernel, Unary run, double low, double high, double relative, double absolute, double... specials) {
        for (int n : lengths()) {
            cases.add(KernelCase.of(kernel, "" + n)
                    .uniform(low, high, n)
                    .out(n)
                    .tolerance(relative, absolute)
                    .launch((k, t) -> run.run(k, t[0], t[1])));
        }
        cases.add(KernelCase.of(kernel, "scalar")
                .uniform(low, high)
                .out()
                .tolerance(relative, absolute)
                .launch((k, t) -> run.run(k, t[0], t[1])));
        // repeated, so that full vectors and the tail both contain each value
        double[] twice = new double[2 * specials.length + 16];
        for (int i = 0; i < twice.length; i++) {
            twice[i] = specials[i % specials.length];
        }
        cases.add(KernelCase.of(kernel, "special values")
                .in(Shape.of(twice.length), twice)
                .out(twice.length)
                .mayBeNaN()
                // results below the smallest normal float may be flushed to 0
                .tolerance(relative, absolute + Float.MIN_NORMAL)
                .launch((k, t) -> run.run(k, t[0], t[1])));
    }

    private void derivatives() {
        for (int n : lengths()) {
            cases.add(KernelCase.of("reluBackward", "" + n)
                    .in(n)
                    .in(n)
                    .out(n)
                    .launch((k, t) -> k.reluBackward(t[0], t[1], t[2])));
            // Phi + x phi lies in -0.13..1.13; its absolute error is scaled by gy, which stays below 6
            cases.add(KernelCase.of("geluBackward", "" + n)
                    .uniform(-6, 6, n)
                    .in(n)
                    .out(n)
                    .tolerance(8 * U, 6 * 8 * U)
                    .launch((k, t) -> k.geluBackward(t[0], t[1], t[2])));
        }
        cases.add(KernelCase.of("reluBackward", "at zero")
                .in(Shape.of(17), -1, -0.0, 0, 1, -1, -0.0, 0, 1, -1, -0.0, 0, 1, -1, -0.0, 0, 1, 0)
                .in(17)
                .out(17)
                .launch((k, t) -> k.reluBackward(t[0], t[1], t[2])));
        cases.add(KernelCase.of("geluBackward", "far out")
                .in(Shape.of(4), -100, -20, 20, 100)
                .in(4)
                .out(4)
                .tolerance(8 * U, 6 * 8 * U)
                .launch((k, t) -> k.geluBackward(t[0], t[1], t[2])));
    }

    private static int[] lengths() {
        int[] out = new int[KernelCases.TAILS.length + 2];
        // 0 is not the first length, because the first case of a kernel must have elements
        System.arraycopy(KernelCases.TAILS, 0, out, 0, KernelCases.TAILS.length);
        out[0] = 7;
        out[1] = 1;
        out[out.length - 2] = 0;
        out[out.length - 1] = KernelCases.LARGE;
        return out;
    }
}
