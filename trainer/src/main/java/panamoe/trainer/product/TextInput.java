package panamoe.trainer.product;

import org.jspecify.annotations.Nullable;
import panamoe.tensor.Check;

/**
 * A text, or a pair of texts, for a model to answer.
 *
 * @param text the text, or the first of two
 * @param pair the second text; null for a task of one text
 */
public record TextInput(String text, @Nullable String pair) {

    /** @throws IllegalArgumentException if a text is blank */
    public TextInput {
        Check.that(!text.isBlank(), "a blank text: expected some words");
        Check.that(pair == null || !pair.isBlank(), "a blank second text: expected some words");
    }

    /** A single text. */
    public static TextInput of(String text) {
        return new TextInput(text, null);
    }
}
