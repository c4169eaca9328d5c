package panamoe.trainer.learner.training;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Projects conflicts out of the gradients of tasks (Yu et al. 2020, "PCGrad", algorithm 1). The gradient {@code g_i} of a task is
 * compared with the gradient {@code g_j} of every other task in turn. If they conflict, {@code g_i . g_j < 0}, the component along
 * {@code g_j} is removed: {@code g_i -= (g_i . g_j) / |g_j|^2 g_j}. The random order of the paper is the order of the tasks in
 * their batch, which is random. Only the {@link SharedPart} of a gradient is compared and projected.
 */
final class PcGrad {

    /** Avoids 0 / 0 for a gradient of 0. It is negligible against the squared norm of any other gradient. */
    private static final double TINY = 1e-30;

    private final Backend backend;
    private final SharedPart shared;
    private final Tensor dot;
    private final Tensor square;
    private final Tensor coefficient;

    /** A projection of gradients with the layout of these parameters. */
    PcGrad(Parameters parameters) {
        this.backend = parameters.backend();
        this.shared = new SharedPart(parameters);
        this.dot = scalar();
        this.square = scalar();
        this.coefficient = scalar();
    }

    private Tensor scalar() {
        return Tensor.zeros(backend, backend.floatType(), Shape.of(1));
    }

    /**
     * Projects the gradients of all tasks.
     *
     * @param gradients the gradient of each task, {@code [P]}; not modified
     * @param projected receives the projected gradient of each task, {@code [P]}
     */
    void project(ImmutableList<Tensor> gradients, ImmutableList<Tensor> projected) {
        for (int i = 0; i < gradients.size(); i++) {
            backend.copy(gradients.get(i), projected.get(i));
            for (int j = 0; j < gradients.size(); j++) {
                if (j != i) {
                    removeConflict(projected.get(i), gradients.get(j));
                }
            }
        }
    }

    /** Computes {@code g += relu(-g . other) / |other|^2 other} over the shared parameters. */
    private void removeConflict(Tensor g, Tensor other) {
        shared.dot(g, other, dot);
        shared.square(other, square);
        backend.affine(-1, dot, 0, coefficient);
        backend.relu(coefficient, dot);
        backend.affine(1, square, TINY, coefficient);
        backend.div(dot, coefficient, square);
        shared.addScaled(square, other, g);
    }
}
