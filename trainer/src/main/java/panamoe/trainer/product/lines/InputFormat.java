package panamoe.trainer.product.lines;

import java.util.Locale;

/** How a line tells its text, or its two texts. A blank line has none. */
public enum InputFormat {
    /** A text, or two with a tab between. */
    TEXT,
    /** The columns of the text and, for two texts, of the second in a table; its first line names the columns. */
    TSV,
    /** A JSON object with the text and, for two texts, the second. */
    JSONL;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
