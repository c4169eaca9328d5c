package panamoe.trainer.product.lines;

import java.util.Locale;

/** The format of lines with one or two texts. A blank line has no text. */
public enum InputFormat {
    /** A text, or two texts separated by a tab. */
    TEXT,
    /** A table with a column for the text and, for two texts, one for the second; the first line names the columns. */
    TSV,
    /** A JSON object with a key for the text and, for two texts, one for the second. */
    JSONL;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
