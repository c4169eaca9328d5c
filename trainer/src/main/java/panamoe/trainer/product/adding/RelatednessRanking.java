package panamoe.trainer.product.adding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.hipparchus.stat.ranking.NaNStrategy;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.ranking.TiesStrategy;
import org.jspecify.annotations.Nullable;

/** Orders tasks by their mean place in three measures. */
final class RelatednessRanking {

    private static final NaturalRanking PLACES = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE);

    /** The three measures of {@link Relatedness}. */
    record Measured(
            String task,
            double probe,
            @Nullable Double routing,
            @Nullable Double features) {}

    private RelatednessRanking() {}

    /**
     * The tasks, the most related first. Tasks of equal mean place are ordered by the probe, then as given. A measure that is missing
     * for a task is left out for all.
     */
    static List<Relatedness> of(List<Measured> tasks) {
        List<double[]> places = new ArrayList<>();
        for (Function<Measured, @Nullable Double> measure :
                List.<Function<Measured, @Nullable Double>>of(Measured::probe, Measured::routing, Measured::features)) {
            MutableDoubleList values = DoubleLists.mutable.empty();
            for (Measured task : tasks) {
                Double value = measure.apply(task);
                if (value != null) {
                    values.add(-value);
                }
            }
            if (values.size() == tasks.size()) {
                places.add(PLACES.rank(values.toArray()));
            }
        }
        return IntStream.range(0, tasks.size())
                .mapToObj(i -> {
                    Measured task = tasks.get(i);
                    double place = places.stream()
                            .mapToDouble(each -> each[i])
                            .average()
                            .orElseThrow();
                    return new Relatedness(task.task(), place, task.probe(), task.routing(), task.features());
                })
                .sorted(Comparator.comparingDouble(Relatedness::place)
                        .thenComparing(
                                Comparator.comparingDouble(Relatedness::probe).reversed()))
                .toList();
    }
}
