package panamoe.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

/**
 * Every operation, forward and backward, on its samples scaled by 1e-38 to 1e38: single precision agrees with double
 * precision, or gives a number that is not finite if the result is beyond its range.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpsLimitsTest {

    private static final double[] SCALES = {1e-38, 1e-25, 1e-15, 1e-7, 30, 1e4, 1e10, 1e17, 1e19, 1e25, 1e30, 1e38};

    private final Backend reference = new ReferenceBackend();
    private List<Backend> backends;

    @BeforeAll
    void start() {
        backends = List.of(Backends.create("scalar", 1), Backends.create("vector", 1));
    }

    @AfterAll
    void stop() {
        backends.forEach(Backend::close);
    }

    static Stream<Sample> samples() {
        return OpsContractTest.accepted();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void singlePrecisionAgreesWithDouble(Sample sample) {
        for (double scale : SCALES) {
            List<double[]> expected = run(reference, sample, scale);
            for (Backend backend : backends) {
                List<double[]> actual = run(backend, sample, scale);
                for (int i = 0; i < expected.size(); i++) {
                    String what = i == 0 ? "output" : "gradient " + (i - 1);
                    check(
                            "%s times %s on %s, %s".formatted(sample, scale, backend.name(), what),
                            sample,
                            scale,
                            actual.get(i),
                            expected.get(i));
                }
            }
        }
    }

    /** The output, then the gradients of the floating inputs, for fixed upstream gradients in -1..1. */
    private static List<double[]> run(Backend backend, Sample sample, double scale) {
        Parameters none = new Parameters();
        none.allocate(backend, new Rng(1));
        Context context = Context.training(backend, new Workspace(backend), none, null);
        Var[] inputs = new Var[sample.inputs().size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = input(context, sample.inputs().get(i), i, scale);
        }
        Var output = context.apply(sample.op(), inputs);
        double[] weights = new Rng(2).uniforms(0, output.shape().size(), -1, 1);
        context.backward(output.mul(context.constant(Tensor.of(backend, output.shape(), weights)))
                .sum());
        return Stream.concat(
                        Stream.of(output.value()),
                        Stream.of(inputs).filter(Var::isDifferentiable).map(context::gradient))
                .map(backend::readDoubles)
                .toList();
    }

    /** The sample's numbers times the scale, rounded to floats for all backends. */
    private static Var input(Context context, Sample.Input input, int place, double scale) {
        Backend backend = context.backend();
        Tensor tensor = input.tensor(backend, place);
        if (!tensor.dtype().isFloating()) {
            return context.constant(tensor);
        }
        double[] values = backend.readDoubles(tensor);
        return context.variable(Tensor.of(
                backend,
                tensor.shape(),
                Arrays.stream(values).map(v -> (float) ((float) v * scale)).toArray()));
    }

    /**
     * Errors are relative to the tensor's largest element. Sums of some 4000 terms err by 2e-5 of it. Attention errs by
     * the rounding of its scores, which reach 1e4 before one of them has all the weight. Numbers below the smallest
     * normal float may be lost, and so may a sum of a few of them. If a function saturates, its derivative is a
     * difference of numbers near 1. For a result within a factor of 1e4 of the largest float, an intermediate result
     * may overflow. Scores overflow if the square of the scale does.
     */
    private static void check(String what, Sample sample, double scale, double[] actual, double[] expected) {
        boolean attention = sample.op() instanceof SegmentOps.Attention;
        double largest = DoubleStream.of(expected)
                .map(Math::abs)
                .filter(v -> v <= Float.MAX_VALUE)
                .max()
                .orElse(0);
        boolean saturates = switch (sample.op()) {
            case ElementwiseOps.Sigmoid s -> true;
            case ElementwiseOps.Tanh t -> true;
            case RowOps.Softmax s -> true;
            case RowOps.CrossEntropy c -> true;
            default -> false;
        };
        double allowed = (attention ? 5e-3 : 1e-4) * largest + 1e4 * Float.MIN_NORMAL + (saturates ? 4 * 0x1p-24 : 0);
        boolean mayOverflow = attention && scale >= 1e17;
        for (int i = 0; i < expected.length; i++) {
            boolean beyond = mayOverflow || !(Math.abs(expected[i]) < Float.MAX_VALUE / 1e4);
            boolean right = Math.abs(actual[i] - expected[i]) <= allowed || actual[i] == (float) expected[i];
            assertThat(right || beyond && !Double.isFinite(actual[i]))
                    .as("%s, element %d: %s, expected %s within %s", what, i, actual[i], expected[i], allowed)
                    .isTrue();
        }
    }
}
