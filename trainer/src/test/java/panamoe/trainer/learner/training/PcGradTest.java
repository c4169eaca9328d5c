package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.reference.ReferenceBackend;

class PcGradTest {

    private static final Backend BACKEND = new ReferenceBackend();

    /** Two shared values, and a head of one value per task, in a flat buffer with gaps. */
    private static Parameters parameters() {
        Parameters parameters = new Parameters();
        parameters.add("shared", Shape.of(2), Init.constant(0));
        parameters.addStacked("heads", Shape.of(2), Init.constant(0));
        parameters.allocate(BACKEND, new Rng(1));
        return parameters;
    }

    private static double[] gradient(Parameters parameters, double x, double y, double head0, double head1) {
        double[] flat = new double[parameters.values().shape().size()];
        int heads = parameters.get("heads").offset();
        flat[0] = x;
        flat[1] = y;
        flat[heads] = head0;
        flat[heads + 1] = head1;
        return flat;
    }

    private static double[][] projected(double[]... ofTasks) {
        Parameters parameters = parameters();
        int heads = parameters.get("heads").offset();
        double[][] flat = Arrays.stream(ofTasks)
                .map(g -> gradient(parameters, g[0], g[1], g[2], g[3]))
                .toArray(double[][]::new);
        return Arrays.stream(projected(parameters, flat))
                .map(result -> new double[] {result[0], result[1], result[heads], result[heads + 1]})
                .toArray(double[][]::new);
    }

    private static double[][] projected(Parameters parameters, double[][] ofTasks) {
        ImmutableList<Tensor> gradients =
                Lists.immutable.with(ofTasks).collect(g -> Tensor.of(BACKEND, Shape.of(g.length), g));
        ImmutableList<Tensor> results = gradients.collect(g -> Tensor.zeros(BACKEND, g.dtype(), g.shape()));
        new PcGrad(parameters).project(gradients, results);
        return results.collect(BACKEND::readDoubles).toArray(new double[0][]);
    }

    /** The dot product of (2, 0) and (-1, 1) is -2. The heads do not change and are not part of the dot product. */
    @Test
    void aConflictIsProjectedOut() {
        double[][] results = projected(new double[] {2, 0, 9, 0}, new double[] {-1, 1, 0, 9});

        // (2, 0) + 2/2 (-1, 1) and (-1, 1) + 2/4 (2, 0)
        assertThat(results[0]).containsExactly(new double[] {1, 1, 9, 0}, within(1e-12));
        assertThat(results[1]).containsExactly(new double[] {0, 1, 0, 9}, within(1e-12));
    }

    @Test
    void gradientsWithoutConflictAreNotChanged() {
        double[][] results = projected(new double[] {2, 1, 0, 0}, new double[] {1, 3, 0, 0}, new double[] {0, 0, 0, 5});

        assertThat(results[0]).containsExactly(2, 1, 0, 0);
        assertThat(results[1]).containsExactly(1, 3, 0, 0);
        assertThat(results[2]).containsExactly(0, 0, 0, 5);
    }

    /** Each projection starts from the result of the last one: (1, 0) against (-1, 1), then against (0, -1). */
    @Test
    void conflictsAreProjectedOneAfterTheOther() {
        double[][] results =
                projected(new double[] {1, 0, 0, 0}, new double[] {-1, 1, 0, 0}, new double[] {0, -1, 0, 0});

        // (1, 0) + 1/2 (-1, 1) = (1/2, 1/2), whose dot product with (0, -1) is -1/2
        assertThat(results[0]).containsExactly(new double[] {0.5, 0, 0, 0}, within(1e-12));
    }

    /**
     * Shared parameters before and after parameters of tasks, as in a model with task gates. The oracle loops over the shared
     * elements.
     */
    @Test
    void conflictsAreComputedOverAllSharedParameters() {
        Parameters parameters = new Parameters();
        parameters.addStacked("first", Shape.of(3, 2), Init.constant(0));
        parameters.add(
                "attention",
                Shape.of(5, 4),
                Init.constant(0)); // the shared parameters form several ranges of the flat buffer
        parameters.addFrozen("tokens", Shape.of(3), Init.constant(0));
        parameters.add("norm", Shape.of(3), Init.constant(0));
        parameters.addStacked("gate", Shape.of(3, 7), Init.constant(0));
        parameters.add("experts", Shape.of(17), Init.constant(0));
        parameters.addStacked("heads", Shape.of(3), Init.constant(0));
        parameters.add("last", Shape.of(2), Init.constant(0));
        parameters.allocate(BACKEND, new Rng(1));
        double[][] ofTasks = new double[3][];
        for (int task = 0; task < ofTasks.length; task++) {
            ofTasks[task] = drawn(parameters, task);
        }
        int[] shared = parameters.list().select(p -> p.isTrainable() && !p.isStacked()).stream()
                .flatMapToInt(
                        p -> IntStream.range(p.offset(), p.offset() + p.shape().size()))
                .toArray();
        assertThat(shared).hasSize(20 + 3 + 17 + 2);

        double[][] results = projected(parameters, ofTasks);

        for (int i = 0; i < ofTasks.length; i++) {
            double[] expected = ofTasks[i].clone();
            boolean conflict = false;
            for (int j = 0; j < ofTasks.length; j++) {
                double dot = dot(expected, ofTasks[j], shared);
                if (j != i && dot < 0) {
                    conflict = true;
                    double factor = dot / dot(ofTasks[j], ofTasks[j], shared);
                    for (int e : shared) {
                        expected[e] -= factor * ofTasks[j][e];
                    }
                }
            }
            assertThat(conflict)
                    .as("task %d conflicts; else the projection changes nothing", i)
                    .isTrue();
            assertThat(results[i]).containsExactly(expected, within(1e-12));
        }
    }

    private static double dot(double[] a, double[] b, int[] elements) {
        return IntStream.of(elements).mapToDouble(e -> a[e] * b[e]).sum();
    }

    /**
     * Random gradients of the trainable parameters; the gaps stay 0. Their means differ in sign, so that task 0 conflicts with the
     * others.
     */
    private static double[] drawn(Parameters parameters, int task) {
        double[] flat = new double[parameters.values().shape().size()];
        for (Parameter parameter : parameters.list().select(Parameter::isTrainable)) {
            double[] values = new Rng(31)
                    .derive(task)
                    .normals(parameter.offset(), parameter.shape().size(), 0, 1);
            for (int i = 0; i < values.length; i++) {
                flat[parameter.offset() + i] = values[i] + (task == 0 ? -1 : 1);
            }
        }
        return flat;
    }
}
