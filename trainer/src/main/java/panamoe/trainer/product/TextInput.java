package panamoe.trainer.product;

import org.jspecify.annotations.Nullable;
import panamoe.tensor.Check;
import panamoe.trainer.common.Blank;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Surrogates;

/**
 * The input of a prediction: a text, or a pair of texts.
 *
 * @param text the text, or the first text of a pair
 * @param pair the second text; null for a task of one text
 */
public record TextInput(String text, @Nullable String pair) {

    /** @throws IllegalArgumentException if the text is null, or one of the texts is blank or has half of a surrogate pair */
    public TextInput {
        Check.that(text != null, "null in place of a text: expected some words");
        requireText("text", text);
        if (pair != null) {
            requireText("second text", pair);
        }
    }

    private static void requireText(String what, String text) {
        Check.that(!Blank.is(text), "a blank " + what + ": expected some words");
        Check.that(
                Surrogates.unpaired(text) < 0,
                () -> "the " + what + " " + MessageText.quoted(text)
                        + " has half of a surrogate pair: expected whole characters");
    }

    /** A single text. */
    public static TextInput of(String text) {
        return new TextInput(text, null);
    }
}
