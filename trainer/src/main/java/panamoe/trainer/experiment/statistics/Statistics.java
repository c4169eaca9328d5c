package panamoe.trainer.experiment.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Means over seeds with 95 % confidence intervals (Student's t), differences paired by seed, and the aggregates from which the protocols
 * compute their scores.
 */
public final class Statistics {

    private static final double UPPER_TAIL = 0.975;

    /** The largest number of seeds that {@link #seedsToExcludeZero} tries. */
    public static final int MOST_SEEDS = 1000;

    private Statistics() {}

    /**
     * The estimate of a quantity. A value that is not finite counts as missing, and the reason names it.
     *
     * @param seeds the seeds of the run
     * @param perSeed one value per seed, in the same order
     * @throws IllegalArgumentException if the numbers of seeds and values differ
     */
    public static Estimate estimate(List<Long> seeds, double... perSeed) {
        List<@Nullable Double> values = new ArrayList<>(perSeed.length);
        for (double value : perSeed) {
            values.add(value);
        }
        return estimate(seeds, values);
    }

    /** As {@link #estimate(List, double...)}; null is a missing value. */
    public static Estimate estimate(List<Long> seeds, List<@Nullable Double> perSeed) {
        return estimate(seeds, perSeed, List.of());
    }

    /**
     * As {@link #estimate(List, double...)}; null is a missing value.
     *
     * @param diverged the seeds without a value because a model diverged
     */
    public static Estimate estimate(List<Long> seeds, List<@Nullable Double> perSeed, List<Long> diverged) {
        if (seeds.size() != perSeed.size()) {
            throw new IllegalArgumentException(
                    perSeed.size() + " values for the seeds " + seeds + ": expected one value per seed");
        }
        List<@Nullable Double> kept = new ArrayList<>();
        List<Long> missing = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        DescriptiveStatistics present = new DescriptiveStatistics();
        for (int i = 0; i < perSeed.size(); i++) {
            Double value = perSeed.get(i);
            if (value != null && Double.isFinite(value)) {
                kept.add(value);
                present.addValue(value);
            } else {
                kept.add(null);
                if (value == null && !diverged.contains(seeds.get(i))) {
                    missing.add(seeds.get(i));
                } else if (value != null) {
                    reasons.add("seed " + seeds.get(i) + " gave " + value);
                }
            }
        }
        if (!diverged.isEmpty()) {
            reasons.add((diverged.size() == 1 ? "seed %s diverged" : "seeds %s diverged")
                    .formatted(Numbers.list(diverged)));
        }
        if (missing.size() == seeds.size()) {
            reasons.add("no seed has a value");
        } else if (!missing.isEmpty()) {
            reasons.add((missing.size() == 1 ? "seed %s has no value" : "seeds %s have no value")
                    .formatted(Numbers.list(missing)));
        }
        long n = present.getN();
        if (n == 1) {
            reasons.add("one seed: no interval");
        }
        return new Estimate(
                n == 0 ? null : present.getMean(),
                n < 2 ? null : interval(present),
                kept,
                diverged,
                reasons.isEmpty() ? null : String.join("; ", reasons));
    }

    private static Interval interval(DescriptiveStatistics values) {
        double half = halfWidth(values.getStandardDeviation(), values.getN());
        return new Interval(values.getMean() - half, values.getMean() + half);
    }

    /** Cuts the interval at 0, for a quantity that cannot be negative, such as a time. */
    public static Estimate fromZero(Estimate estimate) {
        Interval ci = estimate.ci95();
        return ci == null || ci.low() >= 0
                ? estimate
                : new Estimate(
                        estimate.mean(),
                        new Interval(0, ci.high()),
                        estimate.perSeed(),
                        estimate.diverged(),
                        estimate.reason());
    }

    /**
     * The number of seeds at which the interval would exclude 0 if mean and standard deviation stayed the same. Empty if the difference has
     * no interval, or if {@value #MOST_SEEDS} seeds are not enough.
     */
    public static OptionalInt seedsToExcludeZero(Estimate difference) {
        if (difference.ci95() == null) {
            return OptionalInt.empty();
        }
        DescriptiveStatistics values = new DescriptiveStatistics();
        difference.perSeed().stream().filter(Objects::nonNull).forEach(values::addValue);
        double distance = Math.abs(values.getMean());
        return IntStream.rangeClosed(2, MOST_SEEDS)
                .filter(n -> halfWidth(values.getStandardDeviation(), n) < distance)
                .findFirst();
    }

    /** Half the width of the interval of n values with a standard deviation. */
    private static double halfWidth(double deviation, long n) {
        double t = new TDistribution(n - 1).inverseCumulativeProbability(UPPER_TAIL);
        return t * deviation / Math.sqrt(n);
    }

    /** The estimate over the parts of a score, which take the place of the seeds. Each part has one value. */
    public static Estimate overParts(List<@Nullable Double> values) {
        return estimate(LongStream.rangeClosed(1, values.size()).boxed().toList(), values);
    }

    /**
     * The difference {@code a - b}, taken for each seed before the mean and the interval. If a seed diverged there is no interval, because
     * the other seeds are not a random sample: they are those that did not diverge.
     */
    public static Estimate paired(List<Long> seeds, Estimate a, Estimate b) {
        Estimate all = perSeed(seeds, List.of(a, b), pair -> pair.get(0) - pair.get(1));
        return all.diverged().isEmpty()
                ? all
                : new Estimate(all.mean(), null, all.perSeed(), all.diverged(), all.reason() + ": no verdict");
    }

    /** The mean of several quantities, computed within each seed. */
    public static Estimate meanOf(List<Long> seeds, List<Estimate> parts) {
        return perSeed(
                seeds,
                parts,
                values -> values.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow());
    }

    /** The least of several quantities, computed within each seed. */
    public static Estimate minOf(List<Long> seeds, List<Estimate> parts) {
        return perSeed(seeds, parts, Collections::min);
    }

    /**
     * The area under a shots curve over log2(shots) by the trapezoid rule, computed within each seed and divided by the width of the curve.
     * A metric in 0 to 1 gives an area in 0 to 1. With only one shot count, the area is the value at that point.
     *
     * @param shots strictly increasing
     * @param scores one estimate per shot count
     * @throws IllegalArgumentException if there are no shot counts, they do not increase, or the number of scores differs
     */
    public static Estimate areaOverLog2(List<Long> seeds, List<Integer> shots, List<Estimate> scores) {
        if (shots.isEmpty() || shots.size() != scores.size()) {
            throw new IllegalArgumentException(scores.size() + " scores for the shot counts " + shots
                    + ": expected one score per shot count, at least one");
        }
        for (int i = 0; i < shots.size(); i++) {
            if (shots.get(i) < 1 || i > 0 && shots.get(i) <= shots.get(i - 1)) {
                throw new IllegalArgumentException("shot counts " + shots + ": expected increasing positive numbers");
            }
        }
        return perSeed(seeds, scores, values -> area(shots, values));
    }

    private static double area(List<Integer> shots, List<Double> scores) {
        if (shots.size() == 1) {
            return scores.getFirst();
        }
        double sum = 0;
        for (int i = 1; i < shots.size(); i++) {
            sum += (log2(shots.get(i)) - log2(shots.get(i - 1))) * (scores.get(i) + scores.get(i - 1)) / 2;
        }
        return sum / (log2(shots.getLast()) - log2(shots.getFirst()));
    }

    /** The logarithm to base 2. */
    public static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    /** Applies {@code f} to the parts within each seed. The value of a seed is missing if one of its parts is missing. */
    private static Estimate perSeed(List<Long> seeds, List<Estimate> parts, ToDoubleFunction<List<Double>> f) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("no quantities to combine: expected at least one");
        }
        List<@Nullable Double> combined = new ArrayList<>();
        List<Long> diverged = seeds.stream()
                .filter(seed -> parts.stream().anyMatch(part -> part.diverged().contains(seed)))
                .toList();
        for (int i = 0; i < seeds.size(); i++) {
            List<Double> values = new ArrayList<>();
            for (Estimate part : parts) {
                if (part.perSeed().size() != seeds.size()) {
                    throw new IllegalArgumentException(
                            "a quantity has " + part.perSeed().size() + " values for the seeds " + seeds
                                    + ": expected one value per seed");
                }
                values.add(part.perSeed().get(i));
            }
            combined.add(values.contains(null) ? null : (Double) f.applyAsDouble(values));
        }
        return estimate(seeds, combined, diverged);
    }
}
