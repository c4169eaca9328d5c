package panamoe.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

/** The contract of every operation, on each of its samples. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpsContractTest {

    private final Backend reference = new ReferenceBackend();
    private Backend scalar;
    private Backend vector;

    @BeforeAll
    void start() {
        scalar = Backends.create("scalar", 2);
        vector = Backends.create("vector", 2);
    }

    @AfterAll
    void stop() {
        scalar.close();
        vector.close();
    }

    static Stream<Sample> accepted() {
        return samples().filter(s -> s.refusal() == null);
    }

    static Stream<Sample> refused() {
        return samples().filter(s -> s.refusal() != null);
    }

    private static Stream<Sample> samples() {
        return Ops.ALL.stream().flatMap(entry -> entry.samples().stream());
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void theShapeRuleGivesTheOutputsShape(Sample sample) {
        Run run = run(reference, sample);
        Shape[] shapes = sample.inputs().collect(Sample.Input::shape).toArray(new Shape[0]);
        assertThat(run.shape()).isEqualTo(sample.op().infer(shapes));
        assertThat(DoubleStream.of(run.output())).allMatch(Double::isFinite);
    }

    /**
     * The central difference's own error is about 1e-10 relative to values of order 1; sums of a few thousand elements
     * bring it to 1e-8. A wrong rule is off by the order of the gradient itself.
     */
    @ParameterizedTest
    @MethodSource("accepted")
    void gradientsAgreeWithCentralDifferences(Sample sample) {
        Tensor[] tensors = tensors(reference, sample);
        Tensor[] floats = Stream.of(tensors).filter(t -> t.dtype().isFloating()).toArray(Tensor[]::new);
        new GradCheck(reference)
                .check((context, variables) -> context.apply(sample.op(), mixed(context, tensors, variables)), floats)
                .assertBelow(1e-7);
    }

    private static Var[] mixed(Context context, Tensor[] tensors, Var[] variables) {
        Var[] inputs = new Var[tensors.length];
        int next = 0;
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = tensors[i].dtype().isFloating() ? variables[next++] : context.constant(tensors[i]);
        }
        return inputs;
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void scalarKernelsAgreeWithTheReference(Sample sample) {
        assertSame(run(scalar, sample), run(reference, sample));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void vectorKernelsAgreeWithTheReference(Sample sample) {
        assertSame(run(vector, sample), run(reference, sample));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void badInputIsRefusedInOneLine(Sample sample) {
        for (Backend backend : List.of(reference, scalar, vector)) {
            assertThatThrownBy(() -> run(backend, sample))
                    .as("%s on %s", sample, backend.name())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(sample.refusal())
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        }
    }

    @Test
    void everyOperationIsInTheTableOnceWithSamplesOfBothKinds() throws Exception {
        var listed = new TreeSet<String>();
        for (Ops.Entry entry : Ops.ALL) {
            assertThat(listed.add(entry.type().getName()))
                    .as("%s is listed twice", entry.type())
                    .isTrue();
            assertThat(entry.samples())
                    .as("samples of %s", entry.type())
                    .allMatch(s -> s.op().getClass() == entry.type())
                    .anyMatch(s -> s.refusal() == null)
                    .anyMatch(s -> s.refusal() != null)
                    .anyMatch(s -> s.refusal() == null
                            && s.inputs().anySatisfy(i -> i.shape().size() == 0));
        }
        assertThat(compiledOps()).isEqualTo(listed);
    }

    /** The names of all classes in the compiled package that implement {@link Op}. */
    private static TreeSet<String> compiledOps() throws Exception {
        var names = new TreeSet<String>();
        for (Path file : classFiles()) {
            String name = file.getFileName().toString();
            Class<?> type = Class.forName("panamoe.autograd." + name.substring(0, name.length() - ".class".length()));
            if (Op.class.isAssignableFrom(type) && !type.isInterface()) {
                names.add(type.getName());
            }
        }
        return names;
    }

    private static List<Path> classFiles() throws Exception {
        try (Stream<Path> files = Files.list(directoryOf(Op.class).resolve("panamoe/autograd"))) {
            return files.filter(f -> f.toString().endsWith(".class")).toList();
        }
    }

    private static Path directoryOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    // ---- helpers

    /** The output and the gradients of the floating inputs for fixed random weights on the output. */
    private record Run(Shape shape, double[] output, List<double[]> gradients) {}

    private static Run run(Backend backend, Sample sample) {
        Parameters none = new Parameters();
        none.allocate(backend, new Rng(1));
        Context context = Context.training(backend, new Workspace(backend), none, null);
        Tensor[] tensors = tensors(backend, sample);
        Var[] inputs = new Var[tensors.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = tensors[i].dtype().isFloating() ? context.variable(tensors[i]) : context.constant(tensors[i]);
        }
        Var output = context.apply(sample.op(), inputs);
        double[] weights = new Rng(2).uniforms(0, output.shape().size(), -1, 1);
        context.backward(output.mul(context.constant(Tensor.of(backend, output.shape(), weights)))
                .sum());
        return new Run(
                output.shape(),
                backend.readDoubles(output.value()),
                Stream.of(inputs)
                        .filter(Var::isDifferentiable)
                        .map(v -> backend.readDoubles(context.gradient(v)))
                        .toList());
    }

    private static Tensor[] tensors(Backend backend, Sample sample) {
        Tensor[] tensors = new Tensor[sample.inputs().size()];
        for (int i = 0; i < tensors.length; i++) {
            tensors[i] = sample.inputs().get(i).tensor(backend, i);
        }
        return tensors;
    }

    private static void assertSame(Run actual, Run expected) {
        assertClose("output", actual.output(), expected.output());
        for (int i = 0; i < expected.gradients().size(); i++) {
            assertClose(
                    "gradient " + i,
                    actual.gradients().get(i),
                    expected.gradients().get(i));
        }
    }

    /**
     * Inputs and weights are of order 1 and at most some 4000 terms are added, so rounding at 6e-8 per term stays below
     * 2e-5 of the largest element.
     */
    private static void assertClose(String what, double[] actual, double[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double largest =
                Math.max(1, DoubleStream.of(expected).map(Math::abs).max().orElse(0));
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("%s, element %d", what, i).isCloseTo(expected[i], within(2e-5 * largest));
        }
    }
}
