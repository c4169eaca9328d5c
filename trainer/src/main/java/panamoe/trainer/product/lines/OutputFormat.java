package panamoe.trainer.product.lines;

import java.util.Locale;

/** How an answer is told. */
public enum OutputFormat {
    /** Columns with tabs between: a label and its probability, or a score. */
    TSV,
    /** A JSON object, with the text that it answers. */
    JSONL;

    /**
     * Writes answers so.
     *
     * @param named whether lines of TSV begin with the task's name
     * @param top how many of the most probable labels are told; 0 for the first alone
     */
    public AnswerFormat answers(boolean named, int top) {
        return switch (this) {
            case TSV -> new TableAnswers(named, Math.max(1, top));
            case JSONL -> new JsonAnswers(top);
        };
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
