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
 * The part of a flat gradient {@code [P]} that belongs to shared parameters. A head or a task gate belongs to one task, so it is not
 * in this part. All operations are on this part only. Scalars are tensors {@code [1]}, so that a step reads nothing on the host.
 */
final class SharedPart {

    /** A range of the flat buffer, from {@code begin} to {@code end} (exclusive), of shared parameters. */
    private record Range(int begin, int end) {
        Tensor of(Tensor gradient) {
            return gradient.rowSlice(begin, end).reshape(Shape.of(1, end - begin));
        }
    }

    private final Backend backend;
    private final ImmutableList<Range> ranges;
    private final Tensor ofRange;
    private final ImmutableList<Tensor> scaled;

    /** The shared part of gradients with the layout of these parameters. */
    SharedPart(Parameters parameters) {
        this.backend = parameters.backend();
        this.ranges = ranges(parameters);
        this.ofRange = Tensor.zeros(backend, backend.floatType(), Shape.of(1));
        this.scaled = ranges.collect(
                range -> Tensor.zeros(backend, backend.floatType(), Shape.of(1, range.end() - range.begin())));
    }

    /** A range may include the gaps between parameters, since they are 0 in every gradient. */
    private static ImmutableList<Range> ranges(Parameters parameters) {
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

    /** Computes {@code y = a . b}, 0 without shared parameters. */
    void dot(Tensor a, Tensor b, Tensor y) {
        clearIfEmpty(y);
        for (int r = 0; r < ranges.size(); r++) {
            Range range = ranges.get(r);
            backend.gemm(range.of(a), false, range.of(b), true, sumSoFar(r, y).reshape(Shape.of(1, 1)));
            addUp(r, y);
        }
    }

    /** Computes {@code y = |a|^2}, 0 without shared parameters. */
    void square(Tensor a, Tensor y) {
        clearIfEmpty(y);
        for (int r = 0; r < ranges.size(); r++) {
            backend.sumSquares(ranges.get(r).of(a), sumSoFar(r, y).reshape(Shape.SCALAR));
            addUp(r, y);
        }
    }

    /** Computes {@code y += factor x}. */
    void addScaled(Tensor factor, Tensor x, Tensor y) {
        for (int r = 0; r < ranges.size(); r++) {
            Tensor part = scaled.get(r);
            backend.mul(ranges.get(r).of(x), factor, part);
            backend.axpy(1, part, ranges.get(r).of(y));
        }
    }

    private void clearIfEmpty(Tensor total) {
        if (ranges.isEmpty()) {
            backend.fill(0, total);
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
