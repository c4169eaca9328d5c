package panamoe.trainer.common;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds values by the names that settings and options use for them. */
public final class NameLookup {

    private NameLookup() {}

    /**
     * The value with a name.
     *
     * @param kind the kind of the values, for the message, such as "gate"
     * @param label gives the name of a value
     * @throws IllegalArgumentException if no value has this name; the message lists all names
     */
    public static <T> T find(String kind, T[] values, Function<T, String> label, String name) {
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown " + kind + " " + MessageText.quoted(name) + ": expected one of "
                                + Arrays.stream(values).map(label).collect(Collectors.joining(", "))));
    }
}
