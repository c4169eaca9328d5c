package panamoe.trainer.learner.training;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Gradients of tasks from which conflicts are projected out (Yu et al. 2020, "PCGrad", algorithm 1): each task's gradient {@code
 * g_i}, in turn against every other one, loses its component along {@code g_j} where the two point apart, {@code g_i -= (g_i . g_j)
 * / |g_j|^2 g_j if g_i . g_j < 0}. The paper's random order is that of the tasks in their batch, which is drawn at random. Only
 * what the tasks share is projected; heads belong to one task each.
 */
final class PcGrad {

    /** Keeps 0 / 0 out where a gradient vanishes; no square of a float norm that matters is this small. */
    private static final double TINY = 1e-30;

    private final Backend backend;
    private final int shared;
    private final Tensor dot;
    private final Tensor square;
    private final Tensor coefficient;
    private final Tensor scaled;

    /**
     * For gradients in the layout of these parameters.
     *
     * @throws IllegalArgumentException unless those that tasks share come before those that do not
     */
    PcGrad(Parameters parameters) {
        this.backend = parameters.backend();
        this.shared = sharedSize(parameters);
        this.dot = scalar();
        this.square = scalar();
        this.coefficient = scalar();
        this.scaled = Tensor.zeros(backend, backend.floatType(), Shape.of(shared));
    }

    private Tensor scalar() {
        return Tensor.zeros(backend, backend.floatType(), Shape.of(1));
    }

    private static int sharedSize(Parameters parameters) {
        ImmutableList<Parameter> placed = parameters.list().select(p -> p.offset() >= 0);
        int shared = placed.select(Parameter::isStacked)
                .collectInt(Parameter::offset)
                .minIfEmpty(parameters.values().shape().size());
        Check.that(
                placed.allSatisfy(p -> p.isStacked() == p.offset() >= shared),
                "PCGrad: expected all parameters that tasks share before those of single tasks");
        return shared;
    }

    /**
     * Projects the gradients of all tasks.
     *
     * @param gradients {@code [P]} each; not modified
     * @param projected {@code [P]} each: takes the result
     */
    void project(ImmutableList<Tensor> gradients, ImmutableList<Tensor> projected) {
        for (int i = 0; i < gradients.size(); i++) {
            backend.copy(gradients.get(i), projected.get(i));
            for (int j = 0; j < gradients.size(); j++) {
                if (j != i) {
                    removeConflict(part(projected.get(i)), part(gradients.get(j)));
                }
            }
        }
    }

    private Tensor part(Tensor gradient) {
        return gradient.rowSlice(0, shared);
    }

    /** {@code g += relu(-g . other) / |other|^2 other}. */
    private void removeConflict(Tensor g, Tensor other) {
        Shape row = Shape.of(1, shared);
        backend.gemm(g.reshape(row), false, other.reshape(row), true, dot.reshape(Shape.of(1, 1)));
        backend.affine(-1, dot, 0, coefficient);
        backend.relu(coefficient, dot);
        backend.sumSquares(other, square.reshape(Shape.SCALAR));
        backend.affine(1, square, TINY, coefficient);
        backend.div(dot, coefficient, square);
        backend.mul(other, square, scaled);
        backend.axpy(1, scaled, g);
    }
}
