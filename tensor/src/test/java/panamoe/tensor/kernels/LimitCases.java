package panamoe.tensor.kernels;

import static panamoe.tensor.kernels.KernelCase.U;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Every kernel on numbers from 1e-38 to 1e38 of both signs, zeros of both signs, infinities and NaN. The reference
 * computes in doubles, in which no square or product of such numbers overflows; its own limits are in
 * ReferenceLimitsTest. Results beyond the range of floats are infinite; results below the smallest normal float may be
 * 0.
 *
 * <p>Tolerances are those of the kernel's other cases, but relative where the result is as large as the input: a few
 * roundings of the result.
 */
final class LimitCases {

    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static final double[] MAGNITUDES = {
        1e-38, 1e-30, 1e-20, 1e-10, 1e-4, 0.5, 1, 3, 8, 13, 15, 50, 80, 95, 1e3, 1e4, 1e7, 1e10, 1e15, 1e19, 1e25, 1e30,
        1e38
    };

    /** All magnitudes of both signs, and the special values. */
    private static final double[] SWEEP = DoubleStream.concat(
                    DoubleStream.of(MAGNITUDES).flatMap(m -> DoubleStream.of(m, -m)),
                    DoubleStream.of(0.0, -0.0, INF, -INF, NAN))
            .toArray();

    private interface Unary {
        void run(Backend backend, Tensor x, Tensor y);
    }

    private interface Binary {
        void run(Backend backend, Tensor a, Tensor b, Tensor y);
    }

    private final List<KernelCase> cases = new ArrayList<>();

    static List<KernelCase> all() {
        LimitCases all = new LimitCases();
        all.elementwise();
        all.arithmetic();
        all.gelu();
        all.reductions();
        all.softmax();
        all.crossEntropy();
        all.layerNorm();
        all.products();
        all.segments();
        all.attention();
        all.moves();
        all.optimizer();
        return all.cases;
    }

    private void elementwise() {
        // e^x errs relatively by the rounding of x, of size 88 at most, and by two ulp
        unary("exp", Backend::exp, 128 * U, 0);
        unary("log", Backend::log, 4 * U, 4 * U);
        unary("sqrt", Backend::sqrt, U, 0);
        unary("tanh", Backend::tanh, 4 * U, 8 * U);
        unary("sigmoid", Backend::sigmoid, 128 * U, U);
        unary("relu", Backend::relu, 0, 0);
        unary("copy", Backend::copy, 0, 0);
        unary("axpy", (k, x, y) -> k.axpy(-0.5, x, y), U, U);
        unary("affine", (k, x, y) -> k.affine(2, x, 1, y), 2 * U, 2 * U);
    }

    private void unary(String kernel, Unary run, double relative, double absolute) {
        KernelCase.Builder builder = KernelCase.of(kernel, "limits").in(Shape.of(SWEEP.length), SWEEP);
        if (kernel.equals("axpy")) {
            builder.inOut(SWEEP.length);
        } else {
            builder.out(SWEEP.length);
        }
        cases.add(builder.mayBeNaN()
                .tolerance(relative, absolute + Float.MIN_NORMAL)
                .launch((k, t) -> run.run(k, t[0], t[1])));
    }

    /** Every pair of numbers. */
    private void arithmetic() {
        binary("add", Backend::add);
        binary("sub", Backend::sub);
        binary("mul", Backend::mul);
        binary("div", Backend::div);
    }

    private void binary(String kernel, Binary run) {
        int n = SWEEP.length;
        for (String label : new String[] {"limits, column and row", "limits, row and column"}) {
            Shape a = label.contains("column and") ? Shape.of(n, 1) : Shape.of(n);
            Shape b = label.contains("column and") ? Shape.of(n) : Shape.of(n, 1);
            cases.add(KernelCase.of(kernel, label)
                    .in(a, SWEEP)
                    .in(b, SWEEP)
                    .out(n, n)
                    .mayBeNaN()
                    .tolerance(U, Float.MIN_NORMAL)
                    .launch((k, t) -> run.run(k, t[0], t[1], t[2])));
        }
    }

    private void gelu() {
        int n = SWEEP.length;
        double[] zeros = new double[n];
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        Shape row = Shape.of(1, n);
        // Phi's absolute error, 2 U, times x up to 15, beyond which it is 0 or 1
        double relative = 8 * U;
        double absolute = 15 * 8 * U;
        unary("gelu", Backend::gelu, relative, absolute);
        cases.add(KernelCase.of("biasGelu", "limits")
                .in(row, SWEEP)
                .in(Shape.of(n), zeros)
                .out(1, n)
                .mayBeNaN()
                .tolerance(relative, absolute)
                .launch((k, t) -> k.biasGelu(t[0], t[1], t[2])));
        cases.add(KernelCase.of("segmentBiasGelu", "limits")
                .in(row, SWEEP)
                .in(row, zeros)
                .vector(0, 1)
                .out(1, n)
                .mayBeNaN()
                .tolerance(relative, absolute)
                .launch((k, t) -> k.segmentBiasGelu(t[0], t[1], t[2], t[3])));
        derivative("reluBackward", Backend::reluBackward, SWEEP, ones);
        derivative("geluBackward", Backend::geluBackward, SWEEP, ones);
        // where the derivative is 0, 1/2 or 1: elsewhere its absolute error is that of the largest upstream gradient
        double[] far = DoubleStream.of(SWEEP)
                .filter(x -> !(Math.abs(x) > 1e-20 && Math.abs(x) < 50))
                .toArray();
        for (double upstream : new double[] {1e-38, -1e38}) {
            double[] gy = new double[far.length];
            Arrays.fill(gy, upstream);
            derivative("reluBackward", Backend::reluBackward, far, gy);
            derivative("geluBackward", Backend::geluBackward, far, gy);
        }
        cases.add(KernelCase.of("biasGeluBackward", "limits")
                .in(row, SWEEP)
                .in(Shape.of(n), zeros)
                .in(row, ones)
                .out(1, n)
                .out(n)
                .mayBeNaN()
                .tolerance(relative, absolute)
                .launch((k, t) -> k.biasGeluBackward(t[0], t[1], t[2], t[3], t[4])));
        cases.add(KernelCase.of("segmentBiasGeluBackward", "limits")
                .in(row, SWEEP)
                .in(row, zeros)
                .vector(0, 1)
                .in(row, ones)
                .out(1, n)
                .out(1, n)
                .mayBeNaN()
                .tolerance(relative, absolute)
                .launch((k, t) -> k.segmentBiasGeluBackward(t[0], t[1], t[2], t[3], t[4], t[5])));
    }

    private void derivative(String kernel, Binary run, double[] x, double[] gy) {
        // for |gy| of 1e-38, no result is normal; for |gy| above 1, the smallest e^(-x^2 / 2), 1e-38, is scaled up to 1
        cases.add(KernelCase.of(kernel, "limits, upstream " + gy[0])
                .in(Shape.of(x.length), x)
                .in(Shape.of(x.length), gy)
                .out(x.length)
                .mayBeNaN()
                .tolerance(8 * U, Math.abs(gy[0]) <= 1 ? 15 * 8 * U * Math.abs(gy[0]) + Float.MIN_NORMAL : 1)
                .launch((k, t) -> run.run(k, t[0], t[1], t[2])));
    }

    /** Rows of each magnitude, of one sign and of both, and rows with infinities and NaN. */
    private static double[] rows() {
        List<double[]> rows = new ArrayList<>();
        for (double m : MAGNITUDES) {
            rows.add(new double[] {m, m / 2, 0, m / 4, m / 8});
            rows.add(new double[] {-m, m, -m / 2, 0.25, m / 4});
            rows.add(new double[] {m, m, m, -m, m});
        }
        rows.add(new double[] {0, -0.0, 0, -0.0, 0});
        rows.add(new double[] {1, INF, 2, -INF, 3});
        rows.add(new double[] {-INF, 1, 2, -INF, 1e38});
        rows.add(new double[] {INF, 1, 2, INF, 1e38});
        rows.add(new double[] {-INF, -INF, -INF, -INF, -INF});
        rows.add(new double[] {NAN, 1, 2, 3, 4});
        rows.add(new double[] {1, 2, NAN, INF, 4});
        return rows.stream().flatMapToDouble(DoubleStream::of).toArray();
    }

    private static final double[] ROWS = rows();
    private static final int ROW_COUNT = ROWS.length / 5;

    private void reductions() {
        cases.add(KernelCase.of("logSumExp", "limits")
                .in(Shape.of(ROW_COUNT, 5), ROWS)
                .out(ROW_COUNT)
                .mayBeNaN()
                .tolerance(2 * U, 32 * U)
                .launch((k, t) -> k.logSumExp(t[0], t[1])));
        for (double m : MAGNITUDES) {
            double[] x = {m, -m / 2, m / 4};
            cases.add(KernelCase.of("sumSquares", "limits " + m)
                    .in(Shape.of(3), x)
                    .out()
                    .tolerance(8 * U, Float.MIN_NORMAL)
                    .launch((k, t) -> k.sumSquares(t[0], t[1])));
        }
        for (double special : new double[] {INF, -INF, NAN}) {
            cases.add(KernelCase.of("sumSquares", "of " + special)
                    .in(Shape.of(3), 1, special, 2)
                    .out()
                    .mayBeNaN()
                    .launch((k, t) -> k.sumSquares(t[0], t[1])));
        }
        double[] positive = Arrays.copyOf(ROWS, ROWS.length);
        for (int i = 0; i < positive.length; i++) {
            // without cancellation, in which the error of a term could exceed a small sum
            positive[i] = Math.abs(positive[i]) / 4;
        }
        cases.add(KernelCase.of("sumTo", "limits, rows")
                .in(Shape.of(ROW_COUNT, 5), positive)
                .out(ROW_COUNT, 1)
                .mayBeNaN()
                .tolerance(8 * U, Float.MIN_NORMAL)
                .launch((k, t) -> k.sumTo(t[0], t[1])));
        double[] opposite = {INF, 1, NAN, -0.0, -INF, 1e38, 1, -0.0};
        cases.add(KernelCase.of("sumTo", "limits, columns")
                .in(Shape.of(2, 4), opposite)
                .out(4)
                .mayBeNaN()
                .tolerance(U, 0)
                .launch((k, t) -> k.sumTo(t[0], t[1])));
    }

    private void softmax() {
        // the rounding error of a difference below 88 is the relative error of a probability
        cases.add(KernelCase.of("softmax", "limits")
                .in(Shape.of(ROW_COUNT, 5), ROWS)
                .out(ROW_COUNT, 5)
                .mayBeNaN()
                .tolerance(256 * U, Float.MIN_NORMAL)
                .launch((k, t) -> k.softmax(t[0], t[1])));
        cases.add(KernelCase.of("softmax", "limits of one column")
                .in(Shape.of(SWEEP.length, 1), SWEEP)
                .out(SWEEP.length, 1)
                .mayBeNaN()
                .tolerance(0, 0)
                .launch((k, t) -> k.softmax(t[0], t[1])));
        for (double m : MAGNITUDES) {
            cases.add(KernelCase.of("softmaxBackward", "limits " + m)
                    .in(Shape.of(2, 3), 0.5, 0.25, 0.25, 1, 0, 0)
                    .in(Shape.of(2, 3), m, -m, m / 2, m, -m, -m / 2)
                    .out(2, 3)
                    .tolerance(8 * U, Float.MIN_NORMAL)
                    .launch((k, t) -> k.softmaxBackward(t[0], t[1], t[2])));
        }
    }

    private void crossEntropy() {
        int[] classes = new int[ROW_COUNT];
        Arrays.fill(classes, 5);
        for (int label = -1; label < 5; label++) {
            int[] labels = new int[ROW_COUNT];
            Arrays.fill(labels, label);
            cases.add(KernelCase.of("crossEntropy", "limits, label " + label)
                    .in(Shape.of(ROW_COUNT, 5), ROWS)
                    .vector(labels)
                    .vector(classes)
                    .out(ROW_COUNT)
                    .out(ROW_COUNT, 5)
                    .mayBeNaN()
                    .tolerance(256 * U, 32 * U)
                    .launch((k, t) -> k.crossEntropy(t[0], t[1], t[2], t[3], t[4])));
        }
        // equal logits have equal probabilities, whatever their size
        for (double m : MAGNITUDES) {
            cases.add(KernelCase.of("crossEntropy", "limits, equal logits " + m)
                    .in(Shape.of(2, 3), m, m, m, -m, -m, 0)
                    .vector(1, 0)
                    .vector(3, 2)
                    .out(2)
                    .out(2, 3)
                    .tolerance(8 * U, 0)
                    .launch((k, t) -> k.crossEntropy(t[0], t[1], t[2], t[3], t[4])));
            cases.add(KernelCase.of("crossEntropyBackward", "limits " + m)
                    .in(Shape.of(2, 3), 0.5, 0.25, 0.25, 1, 0, 0)
                    .vector(2, 0)
                    .in(Shape.of(2), m, -m)
                    .out(2, 3)
                    .tolerance(4 * U, Float.MIN_NORMAL)
                    .launch((k, t) -> k.crossEntropyBackward(t[0], t[1], t[2], t[3])));
        }
    }

    private void layerNorm() {
        for (double m : MAGNITUDES) {
            normalized(m, 1e-12);
            if (m >= 1e-36) {
                normalized(m, 0);
            }
        }
        cases.add(KernelCase.of("layerNorm", "limits, not finite")
                .in(Shape.of(4, 3), INF, 0, 1, -INF, INF, 0, NAN, 1, 2, 5, 5, 5)
                .in(Shape.of(3), 1, 1, 1)
                .in(Shape.of(3), 0, 0, 0)
                .out(4, 3)
                .out(4)
                .out(4)
                .mayBeNaN()
                .tolerance(8 * U, 0)
                .launch((k, t) -> k.layerNorm(t[0], t[1], t[2], 1e-4, new Backend.LayerNormResult(t[3], t[4], t[5]))));
    }

    private void normalized(double m, double eps) {
        double[] x = {m, -m / 2, m / 4, 0, m / 2, 0, m / 4, m, m / 2, -m / 4};
        Shape shape = Shape.of(2, 5);
        String label = "limits " + m + ", eps " + eps;
        // y is of size 1; mean and rstd of any, with the errors of a few terms
        cases.add(KernelCase.of("layerNorm", label)
                .in(shape, x)
                .in(Shape.of(5), 1, 2, 3, 1, 1)
                .in(Shape.of(5), 0, 0, 1, 0, 0)
                .out(2, 5)
                .out(2)
                .out(2)
                .tolerance(64 * U, m < 1e-10 ? 64 * U * m : 8 * U)
                .launch((k, t) -> k.layerNorm(t[0], t[1], t[2], eps, new Backend.LayerNormResult(t[3], t[4], t[5]))));
        cases.add(KernelCase.of("addLayerNorm", label)
                .in(shape, x)
                .in(shape, new double[10])
                .in(Shape.of(5), 1, 2, 3, 1, 1)
                .in(Shape.of(5), 0, 0, 1, 0, 0)
                .out(2, 5)
                .out(2, 5)
                .out(2)
                .out(2)
                .tolerance(64 * U, m < 1e-10 ? 64 * U * m : 8 * U)
                .launch((k, t) -> k.addLayerNorm(
                        t[0], t[1], t[2], t[3], eps, t[4], new Backend.LayerNormResult(t[5], t[6], t[7]))));
        double[] rstd = new double[2];
        double[] mean = new double[2];
        for (int row = 0; row < 2; row++) {
            double[] of = Arrays.copyOfRange(x, 5 * row, 5 * row + 5);
            double mu = DoubleStream.of(of).average().orElseThrow();
            mean[row] = mu;
            rstd[row] = 1
                    / Math.sqrt(DoubleStream.of(of)
                                    .map(v -> (v - mu) * (v - mu))
                                    .average()
                                    .orElseThrow()
                            + eps);
        }
        // gradients are of size rstd: differences of numbers of size 2 with errors of a few of their roundings
        double size = Math.max(rstd[0], rstd[1]);
        cases.add(KernelCase.of("layerNormBackward", label)
                .in(shape, x)
                .in(Shape.of(5), 1, 2, 3, 1, 1)
                .in(Shape.of(2), mean)
                .in(Shape.of(2), rstd)
                .in(shape, 1, -0.5, 0.25, 0.75, 2, 0.125, 1, 1, -1, 0.5)
                .out(2, 5)
                .out(5)
                .out(5)
                .tolerance(64 * U, 64 * U * Math.max(1, size))
                .launch((k, t) -> k.layerNormBackward(
                        t[0], t[1], t[2], t[3], t[4], new Backend.LayerNormGradients(t[5], t[6], t[7]))));
        cases.add(KernelCase.of("layerNormBackwardAdd", label)
                .in(shape, x)
                .in(Shape.of(5), 1, 2, 3, 1, 1)
                .in(Shape.of(2), mean)
                .in(Shape.of(2), rstd)
                .in(shape, 1, -0.5, 0.25, 0.75, 2, 0.125, 1, 1, -1, 0.5)
                .inOut(2, 5)
                .out(5)
                .out(5)
                .tolerance(64 * U, 64 * U * Math.max(1, size))
                .launch((k, t) -> k.layerNormBackwardAdd(
                        t[0], t[1], t[2], t[3], t[4], new Backend.LayerNormGradients(t[5], t[6], t[7]))));
    }

    private void products() {
        for (double m : MAGNITUDES) {
            double[] a = {m, m / 2, m / 4, m, m, m / 8};
            double[] b = {1 / m, 0.5 / m, 1 / m, 2 / m, 0.25 / m, 1 / m};
            double[] same = {m, m, m / 2, m / 4, m, m};
            cases.add(product("limits, " + m + " by its inverse", a, b));
            cases.add(product("limits, square of " + m, a, same));
            cases.add(KernelCase.of("groupedGemm", "limits " + m)
                    .in(Shape.of(2, 3), a)
                    .in(Shape.of(1, 3, 2), b)
                    .vector(0, 2)
                    .out(2, 2)
                    .tolerance(8 * U, Float.MIN_NORMAL)
                    .launch((k, t) -> k.groupedGemm(t[0], t[1], false, t[2], t[3])));
            cases.add(KernelCase.of("groupedGemmWeightGradient", "limits " + m)
                    .in(Shape.of(3, 2), a)
                    .in(Shape.of(3, 2), b)
                    .vector(0, 3)
                    .out(1, 2, 2)
                    .tolerance(8 * U, Float.MIN_NORMAL)
                    .launch((k, t) -> k.groupedGemmWeightGradient(t[0], t[1], t[2], t[3])));
        }
        cases.add(product("limits, not finite", new double[] {INF, 1, 1, NAN, 1, 1}, new double[] {1, 0, 1, 1, 1, 1}));
    }

    private static KernelCase product(String label, double[] a, double[] b) {
        return KernelCase.of("gemm", label)
                .in(Shape.of(2, 3), a)
                .in(Shape.of(3, 2), b)
                .out(2, 2)
                .mayBeNaN()
                .tolerance(8 * U, Float.MIN_NORMAL)
                .launch((k, t) -> k.gemm(t[0], false, t[1], false, t[2]));
    }

    private void segments() {
        int n = SWEEP.length;
        // three rows, in two segments, of numbers that add up to less than a float's largest
        double[] x = new double[3 * n];
        double[] bias = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = SWEEP[i];
            x[n + i] = SWEEP[i] / 2;
            x[2 * n + i] = SWEEP[i] / 4;
            bias[i] = SWEEP[i] / 8;
            bias[n + i] = SWEEP[i];
        }
        cases.add(KernelCase.of("segmentSum", "limits")
                .in(Shape.of(3, n), x)
                .vector(0, 2, 3)
                .out(2, n)
                .mayBeNaN()
                .tolerance(4 * U, Float.MIN_NORMAL)
                .launch((k, t) -> k.segmentSum(t[0], t[1], t[2])));
        cases.add(KernelCase.of("segmentMean", "limits")
                .in(Shape.of(3, n), x)
                .vector(0, 2, 3)
                .out(2, n)
                .mayBeNaN()
                .tolerance(4 * U, Float.MIN_NORMAL)
                .launch((k, t) -> k.segmentMean(t[0], t[1], t[2])));
        cases.add(KernelCase.of("segmentMeanBackward", "limits")
                .in(Shape.of(2, n), bias)
                .vector(0, 2, 3)
                .out(3, n)
                .mayBeNaN()
                .tolerance(4 * U, Float.MIN_NORMAL)
                .launch((k, t) -> k.segmentMeanBackward(t[0], t[1], t[2])));
        cases.add(KernelCase.of("addSegmentBias", "limits")
                .in(Shape.of(3, n), x)
                .in(Shape.of(2, n), bias)
                .vector(0, 2, 3)
                .out(3, n)
                .mayBeNaN()
                .tolerance(U, Float.MIN_NORMAL)
                .launch((k, t) -> k.addSegmentBias(t[0], t[1], t[2], t[3])));
    }

    /** Three rows of width 4 with scores that are equal or far apart, up to the range of floats; values of any size. */
    private void attention() {
        for (double m : MAGNITUDES) {
            if (m * m * 8 > Float.MAX_VALUE) {
                continue;
            }
            attention("equal scores of " + m, m, m, m, 1);
            attention("scores apart by " + m, m, -m, m / 2, 1);
            attention("values beside scores of " + m, m, m, m, 1e38);
        }
    }

    private void attention(String label, double first, double second, double third, double value) {
        double[] keys = {first, second, third};
        double[] qkv = new double[36];
        for (int row = 0; row < 3; row++) {
            for (int c = 0; c < 4; c++) {
                qkv[12 * row + c] = first;
                qkv[12 * row + 4 + c] = keys[row];
                qkv[12 * row + 8 + c] = value * (row + 1) / 4;
            }
        }
        // unequal scores are so far apart that their rounding does not matter, or of size 1 to 100
        cases.add(KernelCase.of("attention", "limits, " + label)
                .in(Shape.of(3, 12), qkv)
                .vector(0, 3)
                .out(3, 4)
                .out(3, 2)
                .mayBeNaN()
                .tolerance(512 * U, Float.MIN_NORMAL + (value == 1 ? 64 * U : 0))
                .launch((k, t) -> k.attention(t[0], t[1], 1, t[2], t[3])));
    }

    private void moves() {
        int n = SWEEP.length;
        cases.add(KernelCase.of("gatherRows", "limits")
                .in(Shape.of(1, n), SWEEP)
                .vector(0, -1)
                .out(2, n)
                .mayBeNaN()
                .launch((k, t) -> k.gatherRows(t[0], t[1], t[2])));
        cases.add(KernelCase.of("scatterAddRows", "limits")
                .in(Shape.of(1, n), SWEEP)
                .vector(1)
                .out(2, n)
                .mayBeNaN()
                .launch((k, t) -> k.scatterAddRows(t[0], t[1], t[2])));
        int[] index = new int[n];
        for (int i = 0; i < n; i++) {
            index[i] = n - 1 - i;
        }
        cases.add(KernelCase.of("gatherColumns", "limits")
                .in(Shape.of(1, n), SWEEP)
                .ints(Shape.of(1, n), index)
                .out(1, n)
                .mayBeNaN()
                .launch((k, t) -> k.gatherColumns(t[0], t[1], t[2])));
        cases.add(KernelCase.of("scatterAddColumns", "limits")
                .in(Shape.of(1, n), SWEEP)
                .ints(Shape.of(1, n), index)
                .out(1, n)
                .mayBeNaN()
                .launch((k, t) -> k.scatterAddColumns(t[0], t[1], t[2])));
        cases.add(KernelCase.of("dropout", "limits")
                .in(Shape.of(n), SWEEP)
                .vector(1, 2, 3)
                .out(n)
                .mayBeNaN()
                .tolerance(3 * U, Float.MIN_NORMAL)
                .launch((k, t) -> k.dropout(t[0], 0.5, t[1], 0, t[2])));
    }

    /** A first step has the size of the learning rate for any gradient; squares must fit into floats. */
    private void optimizer() {
        double[] gradients =
                DoubleStream.of(SWEEP).filter(g -> Math.abs(g) <= 1e18).toArray();
        int n = gradients.length;
        cases.add(KernelCase.of("adamW", "limits")
                .inOut(n)
                .in(Shape.of(n), gradients)
                .inOutUniform(0, 0x1p-149, n)
                .inOutUniform(0, 0x1p-149, n)
                .vector(0, n)
                .in(Shape.of(1, 5), 1, 1e-3, 0, 10, 1000)
                .in(Shape.SCALAR, 1)
                // 1 - 0.999 of floats errs relatively by 1.3e-5
                .tolerance(0x1p-16, 8 * U)
                .launch((k, t) -> k.adamW(
                        new Backend.AdamWBuffers(t[0], t[1], t[2], t[3]),
                        new Backend.AdamWSegments(t[4], t[5]),
                        t[6],
                        0.9,
                        0.999,
                        1e-8)));
    }
}
