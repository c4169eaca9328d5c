package panamoe.tensor.kernels;

import static panamoe.tensor.kernels.KernelCase.U;

import java.util.ArrayList;
import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Cases of {@link panamoe.tensor.TrainingKernels}. */
final class TrainingCases {

    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NaN = Double.NaN;

    private final List<KernelCase> cases = new ArrayList<>();

    static List<KernelCase> all() {
        TrainingCases all = new TrainingCases();
        all.dropout();
        all.clipFactor();
        all.adamW();
        return all.cases;
    }

    private void dropout() {
        for (int n : new int[] {33, 0, 1, 3, 4, 7, 15, 16, 17, 31, 65, KernelCases.LARGE}) {
            dropout("" + n, n, 0.1, 3, 12345, -6789, 42);
        }
        dropout("rate 0", 33, 0, 0, 1, 2, 3);
        dropout("rate 0.9, other key", 65, 0.9, 7, -1, 0, Integer.MAX_VALUE);
        dropout("rate 0.5, large stream", 1000, 0.5, -5, 0, 0, 0);
    }

    private void dropout(String label, int n, double rate, int stream, int... key) {
        // the factor 1 / (1 - rate) and the product round; the mask must be the same
        cases.add(KernelCase.of("dropout", label)
                .uniform(0.5, 2, n)
                .vector(key)
                .out(n)
                .tolerance(3 * U, 0)
                .launch((k, t) -> k.dropout(t[0], rate, t[1], stream, t[2])));
    }

    private void clipFactor() {
        // the sum of squares as in sumSquares, with its error halved by the root, and two roundings
        for (int n : new int[] {33, 0, 1, 7, 65, KernelCases.LARGE}) {
            cases.add(KernelCase.of("clipFactor", n + " gradients")
                    .in(n)
                    .freeLength()
                    .out()
                    .tolerance(8 * U * Math.sqrt(n + 1), 0)
                    .launch((k, t) -> k.clipFactor(t[0], 1, t[1])));
        }
        for (double norm : new double[] {0, 1e-38, 1e-6, 0.99, 1, 1.01, 1e15, 1e19, 3e19, 1e38, INF, NaN}) {
            cases.add(KernelCase.of("clipFactor", "norm " + norm)
                    .in(Shape.of(3), 0.6 * norm, 0, -0.8 * norm)
                    .out()
                    .mayBeNaN()
                    .tolerance(8 * U, Float.MIN_NORMAL)
                    .launch((k, t) -> k.clipFactor(t[0], 1, t[1])));
        }
    }

    private void adamW() {
        // active, lr, decay, correction1 = 1 / (1 - 0.9^3), correction2 = 1 / (1 - 0.999^3)
        double[] steady = {1, 2e-3, 0.01, 3.690037, 333.666778};
        double[] first = {1, 1e-3, 0, 10, 1000};
        double[] inactive = {0, 1, 1, 10, 1000};
        adamW("one segment", 33, new int[] {0, 33}, steady);
        adamW("first step", 17, new int[] {0, 17}, first);
        adamW("segments", 130, new int[] {0, 1, 32, 32, 97, 130}, steady, inactive, first, first, steady);
        adamW("no parameters", 0, new int[] {0, 0}, steady);
        for (int n : KernelCases.TAILS) {
            adamW("length " + n, n, new int[] {0, n}, steady);
        }
        adamW("large", KernelCases.LARGE, new int[] {0, 5, 70_000, 70_001, 150_001}, steady, first, inactive, steady);
        // exact: an inactive segment does not change
        cases.add(adamWBuilder("inactive", 65, new int[] {0, 16, 65}, inactive, inactive)
                .tolerance(0, 0)
                .launch(TrainingCases::launchAdamW));
    }

    private void adamW(String label, int n, int[] segments, double[]... settings) {
        // each of p, m, v is a sum of numbers of size 10 at most with a few roundings; p's step is scaled by lr
        cases.add(adamWBuilder(label, n, segments, settings)
                .tolerance(8 * U, 8 * U)
                .launch(TrainingCases::launchAdamW));
    }

    private static KernelCase.Builder adamWBuilder(String label, int n, int[] segments, double[]... settings) {
        double[] flat = new double[5 * settings.length];
        for (int s = 0; s < settings.length; s++) {
            System.arraycopy(settings[s], 0, flat, 5 * s, 5);
        }
        return KernelCase.of("adamW", label)
                .inOut(n)
                .in(n)
                .inOut(n)
                .inOutUniform(0.01, 2, n)
                .vector(segments)
                .in(Shape.of(settings.length, 5), flat)
                .in(Shape.SCALAR, 0.5);
    }

    private static void launchAdamW(Backend k, Tensor[] t) {
        k.adamW(
                new Backend.AdamWBuffers(t[0], t[1], t[2], t[3]),
                new Backend.AdamWSegments(t[4], t[5]),
                t[6],
                0.9,
                0.999,
                1e-8);
    }
}
