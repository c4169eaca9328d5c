package panamoe.trainer.product.lines;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Check;
import panamoe.trainer.common.MessageText;

/**
 * The names of the columns of a table, or of the keys of JSON objects.
 *
 * @param text the column of the text
 * @param pair the column of the second text
 * @param needsPair true if a table must have the column of the second text
 * @param id the column of the ID that each answer repeats; null for no IDs
 */
public record InputColumns(
        String text,
        String pair,
        boolean needsPair,
        @Nullable String id) {

    /** The default names. */
    public static final InputColumns USUAL = new InputColumns("text", "pair", false, null);

    /** @throws IllegalArgumentException if two names are equal, or a name is blank */
    public InputColumns {
        List<String> names =
                Stream.concat(Stream.of(text, pair), Stream.ofNullable(id)).toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            Check.that(!name.isBlank(), "a blank name of a column: expected one that the input has");
            Check.that(
                    seen.add(name),
                    () -> "column " + MessageText.quoted(name) + " is named for two uses: expected different columns");
        }
    }
}
