package panamoe.moe;

import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;

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
}
