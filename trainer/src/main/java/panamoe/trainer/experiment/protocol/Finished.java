package panamoe.trainer.experiment.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Statistics;

/** The results of the units that are done. */
public final class Finished {

    private final Map<UnitKey, UnitResult> results = new LinkedHashMap<>();

    /** Adds a result. */
    public void add(UnitResult result) {
        results.put(result.key(), result);
    }

    /** True if the unit is done. */
    public boolean contains(UnitKey key) {
        return results.containsKey(key);
    }

    /** The number of units that are done. */
    public int size() {
        return results.size();
    }

    /** All results, in the order in which they were added. */
    public Stream<UnitResult> inOrder() {
        return results.values().stream();
    }

    /** A unit's result if it is done. */
    public Optional<UnitResult> get(UnitKey key) {
        return Optional.ofNullable(results.get(key));
    }

    /** One value per seed from that seed's unit; a seed whose unit is not done has none. */
    public Estimate estimate(List<Long> seeds, Function<Long, UnitKey> unit, ToDoubleFunction<UnitResult> value) {
        return Statistics.estimate(
                seeds,
                seeds.stream()
                        .map(seed ->
                                get(unit.apply(seed)).map(value::applyAsDouble).orElse(null))
                        .toList());
    }
}
