package panamoe.moe;

import java.util.stream.IntStream;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.list.primitive.IntInterval;
import panamoe.autograd.Parameter;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;

/**
 * The part of a layer that a smaller layer copies ({@link MoeLayer#takePart}).
 *
 * @param tasks the kept tasks by their numbers in the larger layer, ascending
 * @param experts the kept experts by their numbers in the larger layer, ascending
 */
public record Part(ImmutableIntList tasks, ImmutableIntList experts) {

    /** @throws IllegalArgumentException if nothing is kept, a number is negative, or the numbers do not ascend */
    public Part {
        requireAscending("tasks", tasks);
        requireAscending("experts", experts);
    }

    private static void requireAscending(String what, ImmutableIntList kept) {
        Check.that(
                kept.notEmpty()
                        && kept.getFirst() >= 0
                        && IntStream.range(1, kept.size()).allMatch(i -> kept.get(i - 1) < kept.get(i)),
                () -> what + " " + kept + " to keep: expected at least one, in ascending order");
    }

    /** Every entry of an axis of a parameter, for {@link #copy}. */
    public static ImmutableIntList all(Parameter parameter, int axis) {
        return IntInterval.zeroTo(parameter.shape().dim(axis) - 1);
    }

    /**
     * Copies the entries of a larger parameter that are kept along each axis.
     *
     * @param kept for each axis, indices into the larger parameter
     * @throws IllegalArgumentException if the parameters do not have these sizes
     */
    public static void copy(Backend backend, Parameter from, Parameter to, ImmutableIntList... kept) {
        int rank = kept.length;
        Check.that(
                from.shape().rank() == rank
                        && to.shape().rank() == rank
                        && IntStream.range(0, rank)
                                .allMatch(axis -> kept[axis].size()
                                                == to.shape().dim(axis)
                                        && kept[axis].max() < from.shape().dim(axis)),
                () -> "parameter " + to + " cannot keep a part of " + from + ": expected the size of the kept part");
        double[] whole = backend.readDoubles(from.value());
        double[] part = new double[to.shape().size()];
        for (int i = 0; i < part.length; i++) {
            int place = 0;
            int stride = 1;
            int rest = i;
            for (int axis = rank - 1; axis >= 0; axis--) {
                place += kept[axis].get(rest % kept[axis].size()) * stride;
                rest /= kept[axis].size();
                stride *= from.shape().dim(axis);
            }
            part[i] = whole[place];
        }
        backend.write(to.value(), part);
    }
}
