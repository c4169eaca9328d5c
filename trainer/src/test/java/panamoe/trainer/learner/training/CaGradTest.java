package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.autograd.Init;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

class CaGradTest {

    private static final double C = 0.4;
    private static final int SHARED = 6;
    private static final int HEADS = 2;

    /** The shared parameters are before and after the heads, so that they form two ranges of the flat buffer. */
    private static Parameters parameters(Backend backend) {
        Parameters parameters = new Parameters();
        parameters.add("first", Shape.of(SHARED - 1), Init.constant(0));
        parameters.addStacked("heads", Shape.of(HEADS), Init.constant(0));
        parameters.add("last", Shape.of(1), Init.constant(0));
        parameters.allocate(backend, new Rng(1));
        return parameters;
    }

    /** The indices of the shared elements in the flat buffer, and after them those of the heads. */
    private static int[] indices(Parameters parameters) {
        int heads = parameters.get("heads").offset();
        IntStream shared = IntStream.concat(
                IntStream.range(0, SHARED - 1),
                IntStream.of(parameters.get("last").offset()));
        return IntStream.concat(shared, IntStream.range(heads, heads + HEADS)).toArray();
    }

    /** The result for gradients of 6 shared elements and, after them, 2 of heads. Missing elements are 0. */
    private static double[] turned(String backendName, double c, double[]... gradients) {
        try (Backend backend = Backends.create(backendName, 1)) {
            Parameters parameters = parameters(backend);
            int[] indices = indices(parameters);
            Tensor mean = flat(parameters, indices, mean(gradients));
            new CaGrad(parameters, new CaGrad.Settings(c), 4)
                    .turn(Lists.immutable.with(gradients).collect(g -> flat(parameters, indices, g)), mean);
            double[] result = backend.readDoubles(mean);
            return IntStream.of(indices).mapToDouble(i -> result[i]).toArray();
        }
    }

    private static Tensor flat(Parameters parameters, int[] indices, double[] values) {
        double[] flat = new double[parameters.values().shape().size()];
        for (int i = 0; i < values.length; i++) {
            flat[indices[i]] = values[i];
        }
        return Tensor.of(parameters.backend(), Shape.of(flat.length), flat);
    }

    private static double[] mean(double[]... gradients) {
        return IntStream.range(0, gradients[0].length)
                .mapToDouble(e -> Arrays.stream(gradients)
                        .mapToDouble(g -> g[e])
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /** The dot product of the shared elements. */
    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, SHARED).mapToDouble(e -> a[e] * b[e]).sum();
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double largestNorm(double[]... gradients) {
        return Arrays.stream(gradients).mapToDouble(CaGradTest::norm).max().orElseThrow();
    }

    /** The least improvement of a task in a step along {@code -d} of length 1. */
    private static double worst(double[] d, double[]... gradients) {
        return Arrays.stream(gradients).mapToDouble(g -> dot(g, d)).min().orElseThrow();
    }

    /** Gradients of norms that differ by up to a factor of 10. The first task conflicts with the others. */
    private static double[][] drawn(int tasks, int draw) {
        double[][] gradients = new double[tasks][];
        for (int i = 0; i < tasks; i++) {
            Rng rng = new Rng(41).derive(draw).derive(i);
            double scale = Math.pow(10, rng.uniform(1, 0));
            gradients[i] = rng.normals(0, SHARED + HEADS, i == 0 ? -0.5 : 0.5, 1);
            for (int e = 0; e < gradients[i].length; e++) {
                gradients[i][e] *= scale;
            }
        }
        return gradients;
    }

    /** The least value of {@code g_w . g_0 + c |g_0| |g_w|} over all weights w that are multiples of {@code 1 / parts}. */
    private static double leastOnGrid(int parts, double[]... gradients) {
        return leastOnGrid(parts, parts, 0, new double[SHARED], gradients);
    }

    /** Gives {@code left} parts to the tasks from {@code task} on; {@code weighted} is the sum of those before. */
    private static double leastOnGrid(int parts, int left, int task, double[] weighted, double[]... gradients) {
        double least = Double.POSITIVE_INFINITY;
        boolean isLast = task == gradients.length - 1;
        for (int given = isLast ? left : 0; given <= left; given++) {
            double[] sum = weighted.clone();
            for (int e = 0; e < SHARED; e++) {
                sum[e] += (double) given / parts * gradients[task][e];
            }
            least = Math.min(
                    least,
                    isLast ? objective(sum, gradients) : leastOnGrid(parts, left - given, task + 1, sum, gradients));
        }
        return least;
    }

    private static double objective(double[] weighted, double[]... gradients) {
        double[] mean = mean(gradients);
        return dot(weighted, mean) + C * norm(mean) * norm(weighted);
    }

    /** By duality, the largest worst improvement equals the least value of the dual objective. A fine grid of weights is the oracle. */
    @ParameterizedTest
    @CsvSource({
        "reference, 2, 2000",
        "reference, 3, 200",
        "reference, 4, 60",
        "auto, 2, 2000",
        "auto, 3, 200",
        "auto, 4, 60"
    })
    void theWorstImprovementIsTheLargestNearTheMean(String backend, int tasks, int parts) {
        for (int draw = 0; draw < 20; draw++) {
            double[][] gradients = drawn(tasks, draw);
            double[] mean = mean(gradients);
            double radius = C * norm(mean);

            double[] d = turned(backend, C, gradients);

            double[] turn = IntStream.range(0, d.length)
                    .mapToDouble(e -> d[e] - mean[e])
                    .toArray();
            assertThat(norm(turn)).isCloseTo(radius, within(1e-5 * radius));
            assertThat(worst(d, gradients)).isGreaterThan(worst(mean, gradients));
            assertThat(worst(d, gradients))
                    .as("draw %d", draw)
                    .isCloseTo(leastOnGrid(parts, gradients), within(2e-3 * radius * largestNorm(gradients)));
            for (int e = SHARED; e < turn.length; e++) {
                assertThat(turn[e]).as("head").isCloseTo(0, within(1e-6 * Math.abs(mean[e])));
            }
        }
    }

    /** The mean (1/2, 0) may change by 1/5. The second task improves most at (3/10, 0), though it still gets worse. */
    @Test
    void opposedGradientsOfDifferentLength() {
        double[] d = turned("reference", C, new double[] {2}, new double[] {-1});

        assertThat(d).containsExactly(new double[] {0.3, 0, 0, 0, 0, 0, 0, 0}, within(1e-12));
    }

    /** The mean is 0, and so is every step that the constraint allows. */
    @Test
    void opposedGradientsOfEqualLength() {
        double[] d = turned("reference", C, new double[] {2, 1}, new double[] {-2, -1});

        assertThat(d).containsOnly(0);
    }

    /** By symmetry both have the weight 1/2, so that the result is 1.4 times the mean. */
    @Test
    void orthogonalGradientsOfEqualLength() {
        double[] d = turned("reference", C, new double[] {1, 0}, new double[] {0, 1});

        assertThat(d).containsExactly(new double[] {0.7, 0.7, 0, 0, 0, 0, 0, 0}, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void withoutAnAllowedDifferenceTheMeanStays(int tasks) {
        double[][] gradients = drawn(tasks, 0);

        assertThat(turned("reference", 0, gradients)).containsExactly(mean(gradients));
    }

    @Test
    void aSingleTaskKeepsItsGradient() {
        double[] gradient = {1, 2, 3, 4, 5, 6, 7, 8};

        assertThat(turned("reference", C, gradient)).containsExactly(gradient);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "auto"})
    void gradientsOfZeroStay(String backend) {
        double[] zero = new double[SHARED + HEADS];

        assertThat(turned(backend, C, zero, zero, zero)).containsExactly(zero);
    }

    /** The trainer then reports that the run diverged. */
    @ParameterizedTest
    @ValueSource(strings = {"reference", "auto"})
    void aGradientThatIsNotFiniteGivesNoFiniteStep(String backend) {
        double[] d = turned(backend, C, new double[] {Double.NaN, 1}, new double[] {1, 1});

        assertThat(d[0]).isNaN();
    }

    @Test
    void aModelWithoutSharedParametersKeepsTheMean() {
        try (Backend backend = Backends.create("reference", 1)) {
            Parameters parameters = new Parameters();
            parameters.addStacked("heads", Shape.of(HEADS), Init.constant(0));
            parameters.allocate(backend, new Rng(1));
            int size = parameters.values().shape().size();
            Tensor first = Tensor.of(backend, Shape.of(size), values(size, 2, 0));
            Tensor second = Tensor.of(backend, Shape.of(size), values(size, 0, 4));
            Tensor mean = Tensor.of(backend, Shape.of(size), values(size, 1, 2));

            new CaGrad(parameters, new CaGrad.Settings(C), 2).turn(Lists.immutable.with(first, second), mean);

            assertThat(backend.readDoubles(mean)).containsExactly(values(size, 1, 2));
        }
    }

    private static double[] values(int size, double first, double second) {
        double[] values = new double[size];
        values[0] = first;
        values[1] = second;
        return values;
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void aConstantOutOfRangeIsRefused(double c) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CaGrad.Settings(c))
                .withMessage("c " + c + " of CAGrad: expected 0 to below 1");
    }
}
