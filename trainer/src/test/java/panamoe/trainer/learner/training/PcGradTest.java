package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Init;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.reference.ReferenceBackend;

class PcGradTest {

    private static final Backend BACKEND = new ReferenceBackend();

    /** Two shared parameters and then one of a task each, in a flat buffer with gaps. */
    private static Parameters parameters() {
        Parameters parameters = new Parameters();
        parameters.add("shared", Shape.of(2), Init.constant(0));
        parameters.addStacked("heads", Shape.of(2), Init.constant(0));
        parameters.allocate(BACKEND, new Rng(1));
        return parameters;
    }

    private static Tensor gradient(Parameters parameters, double x, double y, double head0, double head1) {
        double[] flat = new double[parameters.values().shape().size()];
        int heads = parameters.get("heads").offset();
        flat[0] = x;
        flat[1] = y;
        flat[heads] = head0;
        flat[heads + 1] = head1;
        return Tensor.of(BACKEND, Shape.of(flat.length), flat);
    }

    private static double[][] projected(double[]... ofTasks) {
        Parameters parameters = parameters();
        ImmutableList<Tensor> gradients = Lists.immutable.fromStream(
                Arrays.stream(ofTasks).map(g -> gradient(parameters, g[0], g[1], g[2], g[3])));
        ImmutableList<Tensor> results = gradients.collect(g -> Tensor.zeros(BACKEND, g.dtype(), g.shape()));
        new PcGrad(parameters).project(gradients, results);
        int heads = parameters.get("heads").offset();
        return results.collect(result -> {
                    double[] flat = BACKEND.readDoubles(result);
                    return new double[] {flat[0], flat[1], flat[heads], flat[heads + 1]};
                })
                .toArray(new double[0][]);
    }

    /** (2, 0) and (-1, 1): the dot product is -2; heads are left alone and do not count in it. */
    @Test
    void aConflictIsProjectedOut() {
        double[][] results = projected(new double[] {2, 0, 9, 0}, new double[] {-1, 1, 0, 9});

        // (2, 0) + 2/2 (-1, 1) and (-1, 1) + 2/4 (2, 0)
        assertThat(results[0]).containsExactly(new double[] {1, 1, 9, 0}, within(1e-12));
        assertThat(results[1]).containsExactly(new double[] {0, 1, 0, 9}, within(1e-12));
    }

    @Test
    void gradientsThatAgreeAreLeft() {
        double[][] results = projected(new double[] {2, 1, 0, 0}, new double[] {1, 3, 0, 0}, new double[] {0, 0, 0, 5});

        assertThat(results[0]).containsExactly(2, 1, 0, 0);
        assertThat(results[1]).containsExactly(1, 3, 0, 0);
        assertThat(results[2]).containsExactly(0, 0, 0, 5);
    }

    /** Each projection goes on from the last: (1, 0) against (-1, 1), then against (0, -1). */
    @Test
    void conflictsAreProjectedOneAfterTheOther() {
        double[][] results =
                projected(new double[] {1, 0, 0, 0}, new double[] {-1, 1, 0, 0}, new double[] {0, -1, 0, 0});

        // (1, 0) + 1/2 (-1, 1) = (1/2, 1/2), which meets (0, -1) with a dot product of -1/2
        assertThat(results[0]).containsExactly(new double[] {0.5, 0, 0, 0}, within(1e-12));
    }

    @Test
    void refusesSharedParametersAfterThoseOfTasks() {
        Parameters parameters = new Parameters();
        parameters.addStacked("heads", Shape.of(2), Init.constant(0));
        parameters.add("shared", Shape.of(2), Init.constant(0));
        parameters.allocate(BACKEND, new Rng(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PcGrad(parameters))
                .withMessageContaining("PCGrad");
    }
}
