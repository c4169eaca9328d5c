package panamoe.trainer.experiment.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
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

    /** True if the unit is done and a model of it diverged. */
    public boolean isDiverged(UnitKey key) {
        return contains(key) && results.get(key).diverged() != null;
    }

    /** The number of units that are done. */
    public int size() {
        return results.size();
    }

    /**
     * The course of the training runs of a protocol's units with one seed, in the order in which they were done.
     *
     * @param protocol of the units' keys
     */
    public TrainingCourse course(String protocol, long seed) {
        List<UnitResult> units = results.values().stream()
                .filter(result ->
                        result.key().protocol().equals(protocol) && result.key().seed() == seed)
                .toList();
        return new TrainingCourse(
                units.stream().flatMap(unit -> unit.curves().stream()).toList(),
                units.stream().flatMap(unit -> unit.routing().stream()).toList(),
                units.stream().flatMap(unit -> unit.trends().stream()).toList());
    }

    /** A unit's result if it is done. */
    public Optional<UnitResult> get(UnitKey key) {
        return Optional.ofNullable(results.get(key));
    }

    /** One value per seed from that seed's unit; a seed whose unit is not done or diverged has none. */
    public Estimate estimate(List<Long> seeds, Function<Long, UnitKey> unit, ToDoubleFunction<UnitResult> value) {
        return Statistics.estimate(
                seeds,
                seeds.stream()
                        .map(seed -> get(unit.apply(seed))
                                .filter(result -> result.diverged() == null)
                                .map(value::applyAsDouble)
                                .orElse(null))
                        .toList(),
                seeds.stream().filter(seed -> isDiverged(unit.apply(seed))).toList());
    }
}
