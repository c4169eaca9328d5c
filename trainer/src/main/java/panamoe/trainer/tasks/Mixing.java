package panamoe.trainer.tasks;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rule that divides the steps of a mixture among its tasks by their numbers n of training examples. Every rule except {@link
 * Rule#FIXED} keeps the total number of steps and replaces the shares.
 *
 * @param rule the formula of the shares
 * @param temperature T of {@link Rule#TEMPERATURE}: 1 gives proportional shares, infinity uniform ones
 * @param cap K of {@link Rule#TEMPERATURE}: the most examples of a task that count
 */
public record Mixing(Rule rule, double temperature, int cap) {

    /** The formula of a task's share. */
    public enum Rule {
        /** The numbers of steps per task that the protocol sets. */
        FIXED,
        /** The same share for every task. */
        UNIFORM,
        /** Proportional to n. */
        PROPORTIONAL,
        /** Proportional to {@code min(n, K)^(1/T)} (Raffel et al. 2020, "T5", section 3.5.2). */
        TEMPERATURE,
        /**
         * Proportional to {@code n^a}, where a falls from 1 to 0.2 over E = 10 stages: {@code a = 1 - 0.8 (e - 1) / (E - 1)}
         * (Stickland and Murray 2019, section 3.1).
         */
        ANNEALED
    }

    private static final int STAGES = 10;

    /** @throws IllegalArgumentException if the temperature or the cap is below 1 */
    public Mixing {
        if (!(temperature >= 1) || cap < 1) {
            throw new IllegalArgumentException("mixing with temperature " + temperature + " and cap " + cap
                    + ": expected a temperature of at least 1 and a cap of at least 1");
        }
    }

    /**
     * Divides the steps among tasks and stages.
     *
     * @param wishes steps per task that the protocol sets
     * @param sizes training examples of each task
     * @return {@code int[tasks][stages]}
     */
    public int[][] stages(int[] wishes, int[] sizes) {
        if (rule == Rule.FIXED) {
            return transposed(new int[][] {wishes});
        }
        int total = IntStream.of(wishes).sum();
        if (rule != Rule.ANNEALED) {
            return transposed(new int[][] {apportioned(total, shares(sizes, exponent()))});
        }
        int[] lengths = apportioned(total, shares(new int[STAGES], 0));
        int[][] stages = new int[STAGES][];
        for (int e = 0; e < STAGES; e++) {
            stages[e] = apportioned(lengths[e], shares(sizes, 1 - 0.8 * e / (STAGES - 1)));
        }
        return transposed(stages);
    }

    private double exponent() {
        return switch (rule) {
            case UNIFORM -> 0;
            case TEMPERATURE -> 1 / temperature;
            default -> 1;
        };
    }

    private double[] shares(int[] sizes, double exponent) {
        int most = rule == Rule.TEMPERATURE ? cap : Integer.MAX_VALUE;
        return IntStream.of(sizes)
                .mapToDouble(n -> Math.pow(Math.min(n, most), exponent))
                .toArray();
    }

    /** Whole numbers in proportion to the shares that sum to the total, by the method of largest remainders. */
    private static int[] apportioned(int total, double[] shares) {
        double sum = Arrays.stream(shares).sum();
        int[] parts = new int[shares.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = (int) (total * shares[i] / sum);
        }
        int[] byRemainder = IntStream.range(0, parts.length)
                .boxed()
                .sorted((a, b) ->
                        Double.compare(total * shares[b] / sum - parts[b], total * shares[a] / sum - parts[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        int left = total - IntStream.of(parts).sum();
        for (int i = 0; i < left; i++) {
            parts[byRemainder[i]]++;
        }
        return parts;
    }

    private static int[][] transposed(int[][] table) {
        int[][] out = new int[table[0].length][table.length];
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < out.length; j++) {
                out[j][i] = table[i][j];
            }
        }
        return out;
    }

    /**
     * The stages of a task, raised to {@code steps} steps in all. The added steps are spread evenly over the stages; earlier stages
     * come first.
     */
    public static int[] raised(int[] stages, int steps) {
        int missing = steps - IntStream.of(stages).sum();
        int[] out = stages.clone();
        for (int i = 0; i < missing; i++) {
            out[i % out.length]++;
        }
        return out;
    }

    /** Applies {@link Exposure#withFloor} to the sums of the stages and spreads the added steps over the stages. */
    public static int[][] withFloor(int[][] stages, boolean[] lowResource, double share) {
        int[] totals = Arrays.stream(stages)
                .mapToInt(ofTask -> IntStream.of(ofTask).sum())
                .toArray();
        int[] steps = Exposure.withFloor(totals, lowResource, share);
        int[][] raised = new int[stages.length][];
        for (int i = 0; i < steps.length; i++) {
            raised[i] = raised(stages[i], steps[i]);
        }
        return raised;
    }
}
