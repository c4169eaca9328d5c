package panamoe.trainer.experiment.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Statistics;

/** The results of the finished units. */
public final class Finished {

    private final Map<UnitKey, UnitResult> results = new LinkedHashMap<>();

    /** Adds a result. */
    public void add(UnitResult result) {
        results.put(result.key(), result);
    }

    /** True if the unit is finished. */
    public boolean contains(UnitKey key) {
        return results.containsKey(key);
    }

    /** True if the unit is finished and one of its models diverged. */
    public boolean isDiverged(UnitKey key) {
        return get(key).filter(result -> result.diverged() != null).isPresent();
    }

    /** The widths in bits of the vectors that the units were done with, as far as they are known. */
    public SortedSet<Integer> vectorWidths() {
        SortedSet<Integer> widths = new TreeSet<>();
        for (UnitResult result : results.values()) {
            if (result.vectorBits() != null) {
                widths.add(result.vectorBits());
            }
        }
        return widths;
    }

    /** The number of finished units. */
    public int size() {
        return results.size();
    }

    /**
     * Observations of the training runs of a protocol with one seed, in the order in which its units were finished.
     *
     * @param protocol the protocol's name in the keys of the units
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

    /** The result of a unit; empty if it is not finished. */
    public Optional<UnitResult> get(UnitKey key) {
        return Optional.ofNullable(results.get(key));
    }

    /** The estimate of one value per seed, taken from the seed's unit. The value is missing if that unit is unfinished or diverged. */
    public Estimate estimate(List<Long> seeds, Function<Long, UnitKey> unit, ToDoubleFunction<UnitResult> value) {
        List<@Nullable Double> values = new ArrayList<>();
        for (long seed : seeds) {
            values.add(get(unit.apply(seed))
                    .filter(result -> result.diverged() == null)
                    .map(value::applyAsDouble)
                    .orElse(null));
        }
        return Statistics.estimate(
                seeds,
                values,
                seeds.stream().filter(seed -> isDiverged(unit.apply(seed))).toList());
    }
}
