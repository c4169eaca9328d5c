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
 * Gradients of tasks from which conflicts are projected out (Yu et al. 2020, "PCGrad", algorithm 1): each task's gradient {@code
 * g_i}, in turn against every other one, loses its component along {@code g_j} where the two point apart, {@code g_i -= (g_i . g_j)
 * / |g_j|^2 g_j if g_i . g_j < 0}. The paper's random order is that of the tasks in their batch, which is drawn at random. Only
 * what the tasks share is projected; heads and task gates belong to one task each.
 */
final class PcGrad {

    /** Keeps 0 / 0 out where a gradient vanishes; no square of a float norm that matters is this small. */
    private static final double TINY = 1e-30;

    /** A run of the flat buffer from {@code begin} to {@code end} (exclusive) that belongs to all tasks. */
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

    /** For gradients in the layout of these parameters. */
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

    /** The gaps between parameters are 0 in every gradient, so that a range may hold them. */
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
     * @param gradients {@code [P]} each; not modified
     * @param projected {@code [P]} each: takes the result
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

    /** {@code g += relu(-g . other) / |other|^2 other}, over what the tasks share. */
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

    /** Where the sum of a range goes: the first is the total, each other one is added to it. */
    private Tensor sumSoFar(int range, Tensor total) {
        return range == 0 ? total : ofRange;
    }

    private void addUp(int range, Tensor total) {
        if (range > 0) {
            backend.axpy(1, ofRange, total);
        }
    }
}
