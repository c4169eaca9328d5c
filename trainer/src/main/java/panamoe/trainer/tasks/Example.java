package panamoe.trainer.tasks;

import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Blank;
import panamoe.trainer.common.MessageText;

/**
 * One text or pair of texts with its label or score.
 *
 * @param text the text, or the first of two; not blank
 * @param pair the second text of a pair task; null for a task of one text
 * @param label index into {@link Task#labels()}; 0 in a regression task
 * @param score the target of a regression task, within its {@link ScoreRange}; 0 in a classification task
 */
public record Example(String text, @Nullable String pair, int label, double score) {

    /** @throws IllegalArgumentException if a text is blank, the label negative or the score not finite */
    public Example {
        if (Blank.is(text) || pair != null && Blank.is(pair)) {
            throw new IllegalArgumentException(
                    "blank text in example (\"" + text + "\", \"" + pair + "\"): give every text at least one word");
        }
        if (label < 0) {
            throw new IllegalArgumentException(
                    "label " + label + " of " + MessageText.quoted(text) + ": expected 0 or more");
        }
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException(
                    "score " + score + " of " + MessageText.quoted(text) + ": expected a finite number");
        }
    }

    /** An example of a classification task. */
    public Example(String text, @Nullable String pair, int label) {
        this(text, pair, label, 0);
    }

    /** An example of a regression task. */
    public static Example scored(String text, @Nullable String pair, double score) {
        return new Example(text, pair, 0, score);
    }
}
