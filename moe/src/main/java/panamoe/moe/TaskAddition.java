package panamoe.moe;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.autograd.optim.AdamW;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Adds tasks to a trained model: a second model is built for more tasks, and all parameters of the first are copied to
 * it exactly. In the second model, stacked parameters {@code [T, ...]} have more entries, heads more labels, and layers
 * with private experts more experts. The new elements keep their initial values or are set by {@link GateTransfer}. The
 * tasks of the first model keep their numbers.
 */
public final class TaskAddition {

    private TaskAddition() {}

    /**
     * Copies every parameter into the first entries of each dimension.
     *
     * @param from the parameters of the trained model
     * @param to the allocated parameters of the larger model, on the same backend
     * @throws IllegalArgumentException if the two do not have the same names in the same order, or a parameter is
     *     smaller in a dimension
     */
    public static void copy(Parameters from, Parameters to) {
        Backend backend = from.backend();
        Check.that(to.backend() == backend, "adding tasks: both models must be allocated on one backend");
        checkSameNames(from, to);
        for (Parameter p : from.list()) {
            Parameter q = to.get(p.name());
            if (p.shape().equals(q.shape())) {
                backend.copy(p.value(), q.value());
            } else {
                copyCorner(backend, p, q);
            }
        }
    }

    private static void copyCorner(Backend backend, Parameter p, Parameter q) {
        int[] small = p.shape().dims().toArray();
        int[] large = q.shape().dims().toArray();
        Check.that(
                small.length == large.length && IntStream.range(0, small.length).allMatch(i -> small[i] <= large[i]),
                () -> "adding tasks: parameter " + p + " cannot become " + q
                        + ", expected a shape that is no smaller in any dimension");
        double[] values = backend.readDoubles(p.value());
        double[] grown = backend.readDoubles(q.value());
        int width = small[small.length - 1];
        for (int row = 0; row < values.length / width; row++) {
            System.arraycopy(values, row * width, grown, rowIn(large, small, row) * large[large.length - 1], width);
        }
        backend.write(q.value(), grown);
    }

    /** The index in the larger shape of a row of the smaller shape. */
    private static int rowIn(int[] large, int[] small, int row) {
        int place = 0;
        int stride = 1;
        int rest = row;
        for (int i = small.length - 2; i >= 0; i--) {
            place += rest % small[i] * stride;
            rest /= small[i];
            stride *= large[i];
        }
        return place;
    }

    /** {@link #copy(Parameters, Parameters)} with the optimisers' moments and step counts. */
    public static void copy(Parameters from, AdamW fromOptimizer, Parameters to, AdamW toOptimizer) {
        copy(from, to);
        int[] counts = toOptimizer.stepCounts();
        int[] known = fromOptimizer.stepCounts();
        int segment = 0;
        int newSegment = 0;
        for (Parameter p : from.list().select(parameter -> parameter.offset() >= 0)) {
            Parameter q = to.get(p.name());
            copyMoment(p, q, fromOptimizer.firstMoment(), toOptimizer.firstMoment(), from.backend());
            copyMoment(p, q, fromOptimizer.secondMoment(), toOptimizer.secondMoment(), from.backend());
            System.arraycopy(known, segment, counts, newSegment, segments(p));
            segment += segments(p);
            newSegment += segments(q);
        }
        toOptimizer.setStepCounts(counts);
    }

    private static void checkSameNames(Parameters from, Parameters to) {
        ImmutableList<String> names = from.list().collect(Parameter::name);
        ImmutableList<String> others = to.list().collect(Parameter::name);
        for (int i = 0; i < Math.max(names.size(), others.size()); i++) {
            String name = i < names.size() ? names.get(i) : "nothing";
            String other = i < others.size() ? others.get(i) : "nothing";
            Check.that(
                    name.equals(other),
                    "adding tasks: the first model has parameter " + name + " where the second has " + other
                            + ", expected the same parameters in the same order");
        }
    }

    /** The number of segments in the optimiser: one per parameter, or per entry of a stacked parameter. */
    private static int segments(Parameter p) {
        return p.isStacked() ? p.shape().dim(0) : 1;
    }

    private static void copyMoment(Parameter p, Parameter q, Tensor from, Tensor to, Backend backend) {
        copyRows(backend, p, q, view(from, p), view(to, q));
    }

    private static Tensor view(Tensor flat, Parameter p) {
        return Tensor.of(flat.storage(), flat.offset() + p.offset(), p.shape());
    }

    private static void copyRows(Backend backend, Parameter p, Parameter q, Tensor from, Tensor to) {
        boolean fits =
                p.shape().equals(q.shape()) || p.isStacked() && q.isStacked() && sameButRows(p.shape(), q.shape());
        Check.that(
                fits && (p.offset() >= 0) == (q.offset() >= 0),
                () -> "adding tasks: parameter " + p + " cannot become " + q
                        + ", expected the same shape, or more entries of a stacked parameter");
        backend.copy(
                from,
                p.shape().equals(q.shape()) ? to : to.rowSlice(0, p.shape().dim(0)));
    }

    private static boolean sameButRows(Shape small, Shape large) {
        int[] grown = small.dims().toArray();
        grown[0] = large.dim(0);
        return small.dim(0) <= large.dim(0) && Arrays.equals(grown, large.dims().toArray());
    }
}
