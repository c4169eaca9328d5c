package panamoe.trainer.learner.training;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Projects conflicts out of the gradients of tasks (Yu et al. 2020, "PCGrad", algorithm 1). The gradient {@code g_i} of a task is
 * compared with the gradient {@code g_j} of every other task in turn. If they conflict, {@code g_i . g_j < 0}, the component along
 * {@code g_j} is removed: {@code g_i -= (g_i . g_j) / |g_j|^2 g_j}. The random order of the paper is the order of the tasks in
 * their batch, which is random. Only shared parameters are projected, since a head or a task gate belongs to one task.
 */
final class PcGrad {

    /** Avoids 0 / 0 for a gradient of 0. It is negligible against the squared norm of any other gradient. */
    private static final double TINY = 1e-30;

    /** A range of the flat buffer, from {@code begin} to {@code end} (exclusive), of shared parameters. */
    private record Range(int begin, int end) {
        Tensor of(Tensor gradient) {
            return gradient.rowSlice(begin, end).reshape(Shape.of(1, end - begin));
        }
    }

    private final Backend backend;
    private final ImmutableList<Range> shared;
    private final Tensor dot;
    private final Tensor square;
    private final Tensor ofRange;
    private final Tensor coefficient;
    private final ImmutableList<Tensor> scaled;

    /** A projection of gradients with the layout of these parameters. */
    PcGrad(Parameters parameters) {
        this.backend = parameters.backend();
        this.shared = sharedRanges(parameters);
        this.dot = scalar();
        this.square = scalar();
        this.ofRange = scalar();
        this.coefficient = scalar();
        this.scaled = shared.collect(
                range -> Tensor.zeros(backend, backend.floatType(), Shape.of(1, range.end() - range.begin())));
    }

    private Tensor scalar() {
        return Tensor.zeros(backend, backend.floatType(), Shape.of(1));
    }

    /** A range may include the gaps between parameters, since they are 0 in every gradient. */
    private static ImmutableList<Range> sharedRanges(Parameters parameters) {
        MutableList<Range> ranges = Lists.mutable.empty();
        int begin = -1;
        for (Parameter parameter : parameters.list().select(p -> p.offset() >= 0)) {
            if (!parameter.isStacked()) {
                begin = begin < 0 ? parameter.offset() : begin;
            } else if (begin >= 0) {
                ranges.add(new Range(begin, parameter.offset()));
                begin = -1;
            }
        }
        if (begin >= 0) {
            ranges.add(new Range(begin, parameters.values().shape().size()));
        }
        return ranges.toImmutable();
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
        for (int r = 0; r < shared.size(); r++) {
            Tensor there = shared.get(r).of(other);
            backend.gemm(
                    shared.get(r).of(g), false, there, true, sumSoFar(r, dot).reshape(Shape.of(1, 1)));
            addUp(r, dot);
            backend.sumSquares(there, sumSoFar(r, square).reshape(Shape.SCALAR));
            addUp(r, square);
        }
        backend.affine(-1, dot, 0, coefficient);
        backend.relu(coefficient, dot);
        backend.affine(1, square, TINY, coefficient);
        backend.div(dot, coefficient, square);
        for (int r = 0; r < shared.size(); r++) {
            Tensor part = scaled.get(r);
            backend.mul(shared.get(r).of(other), square, part);
            backend.axpy(1, part, shared.get(r).of(g));
        }
    }

    /** The tensor for the sum of a range: the total for the first range, else a temporary that {@link #addUp} adds to the total. */
    private Tensor sumSoFar(int range, Tensor total) {
        return range == 0 ? total : ofRange;
    }

    private void addUp(int range, Tensor total) {
        if (range > 0) {
            backend.axpy(1, ofRange, total);
        }
    }
}
