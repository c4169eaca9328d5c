package panamoe.trainer.common;

import java.util.List;
import java.util.Objects;
import panamoe.tensor.Check;

/** Checks that several records of settings use. The message of a failed check names the key, the value and the expected range. */
public final class SettingsCheck {

    /** The most steps of a training run. The limit exists because the order of the steps is kept in memory. */
    public static final int MOST_STEPS = 1_000_000;

    private static final int MOST_EXAMPLES = 10_000;

    private SettingsCheck() {}

    /** An unmodifiable copy of a list. @throws IllegalArgumentException if an entry has no value */
    public static <T> List<T> entries(String key, List<T> values) {
        Check.that(
                values.stream().allMatch(Objects::nonNull),
                () -> key + " " + values + ": expected a value in every entry");
        return List.copyOf(values);
    }

    /** @throws IllegalArgumentException unless the value is at least {@code least} */
    public static void atLeast(int least, String key, int value) {
        Check.that(value >= least, () -> key + " " + value + ": expected at least " + least);
    }

    /** @throws IllegalArgumentException unless the value is from {@code least} to {@code most} */
    public static void within(int least, int most, String key, int value) {
        Check.that(value >= least && value <= most, () -> key + " " + value + ": expected " + least + " to " + most);
    }

    /** @throws IllegalArgumentException unless the value is from {@code least} to {@value #MOST_STEPS} */
    public static void steps(int least, String key, int value) {
        within(least, MOST_STEPS, key, value);
    }

    /** @throws IllegalArgumentException unless the value is from 1 to {@value #MOST_EXAMPLES} */
    public static void batchSize(int value) {
        within(1, MOST_EXAMPLES, "batch-size", value);
    }

    /** @throws IllegalArgumentException unless the value is 0 or above */
    public static void notNegative(String key, double value) {
        Check.that(value >= 0, () -> key + " " + value + ": expected at least 0");
    }

    /** @throws IllegalArgumentException unless the value is from 0 to below 1 */
    public static void share(String key, double value) {
        Check.that(value >= 0 && value < 1, () -> key + " " + value + ": expected 0 to below 1");
    }

    /** @throws IllegalArgumentException unless there is at least one number, the first is 1 or above, and each is above the one before */
    public static void increasing(String key, List<Integer> values) {
        Check.that(
                !values.isEmpty()
                        && values.getFirst() >= 1
                        && values.stream().sorted().distinct().toList().equals(values),
                () -> key + " " + values + ": expected at least one, from 1, increasing");
    }

    /** @throws IllegalArgumentException if a value occurs twice */
    public static void distinct(String key, List<?> values) {
        Check.that(isDistinct(values), () -> key + " " + values + ": expected each once");
    }

    /** @throws IllegalArgumentException if the list is empty or a value occurs twice */
    public static void someDistinct(String key, List<?> values) {
        Check.that(
                !values.isEmpty() && isDistinct(values),
                () -> key + " " + values + ": expected at least one, each once");
    }

    private static boolean isDistinct(List<?> values) {
        return values.stream().distinct().count() == values.size();
    }
}
