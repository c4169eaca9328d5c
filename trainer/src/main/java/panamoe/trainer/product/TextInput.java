package panamoe.trainer.product;

import org.jspecify.annotations.Nullable;
import panamoe.tensor.Check;
import panamoe.trainer.common.Blank;

/**
 * A text, or a pair of texts, for a model to answer.
 *
 * @param text the text, or the first of two
 * @param pair the second text; null for a task of one text
 */
public record TextInput(String text, @Nullable String pair) {

    /** @throws IllegalArgumentException if a text is blank */
    public TextInput {
        Check.that(!Blank.is(text), "a blank text: expected some words");
        Check.that(pair == null || !Blank.is(pair), "a blank second text: expected some words");
    }

    /** A single text. */
    public static TextInput of(String text) {
        return new TextInput(text, null);
    }
}
