package panamoe.trainer.common;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds things by the names that settings and options call them. */
public final class NameLookup {

    private NameLookup() {}

    /**
     * The value of that name.
     *
     * @param kind of the values, for the message: "gate"
     * @throws IllegalArgumentException if there is none; the message lists all names
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
