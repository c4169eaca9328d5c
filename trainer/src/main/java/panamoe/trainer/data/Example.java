package panamoe.trainer.data;

import org.jspecify.annotations.Nullable;

/**
 * One labelled text or pair of texts.
 *
 * @param text the text, or the first of two; not blank
 * @param pair the second text of a pair task; null for a task of one text
 * @param label index into {@link Task#labels()}
 */
public record Example(String text, @Nullable String pair, int label) {

    /** @throws IllegalArgumentException if a text is blank or the label negative */
    public Example {
        if (text.isBlank() || pair != null && pair.isBlank()) {
            throw new IllegalArgumentException(
                    "blank text in example (\"" + text + "\", \"" + pair + "\"): give every text at least one word");
        }
        if (label < 0) {
            throw new IllegalArgumentException("label " + label + " of \"" + text + "\": expected 0 or more");
        }
    }
}
