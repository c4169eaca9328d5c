package panamoe.moe;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import panamoe.tensor.Check;

/**
 * The experts that tasks use. A task that concentrates on few experts does not need the others (Chen et al. 2023,
 * "Mod-Squad", section 3.4).
 */
public final class UsedExperts {

    private UsedExperts() {}

    /**
     * The experts that at least one of the tasks uses: those with at least the share {@code threshold} of its choices,
     * but no fewer than the {@code atLeast} experts with the highest shares. For equal shares, the lower number comes
     * first.
     *
     * @param loads for each task, the share of its choices that each expert got, {@code [E]}
     * @param threshold in [0, 1]; even at 0, a share of 0 does not count
     * @param atLeast the minimum number of experts per task, the k of the layer's selection
     * @return ascending
     */
    public static ImmutableIntList of(List<List<Double>> loads, double threshold, int atLeast) {
        Check.that(threshold >= 0 && threshold <= 1, "threshold " + threshold + ": expected 0 to 1");
        Check.that(!loads.isEmpty(), "experts used by no tasks: expected at least one");
        MutableIntSet used = IntSets.mutable.empty();
        for (List<Double> load : loads) {
            Check.that(
                    atLeast >= 1 && atLeast <= load.size(),
                    () -> "at least " + atLeast + " experts of " + load.size() + ": expected 1 to " + load.size());
            List<Integer> byLoad = IntStream.range(0, load.size())
                    .boxed()
                    .sorted(Comparator.comparing(load::get, Comparator.reverseOrder()))
                    .toList();
            for (int rank = 0; rank < byLoad.size(); rank++) {
                double share = load.get(byLoad.get(rank));
                if (rank < atLeast || share > 0 && share >= threshold) {
                    used.add(byLoad.get(rank));
                }
            }
        }
        return used.toSortedList().toImmutable();
    }
}
