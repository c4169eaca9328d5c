package panamoe.trainer.product.lines;

import java.util.Locale;

/** The format of answers. */
public enum OutputFormat {
    /** Columns separated by tabs: a label and its probability, or a score. */
    TSV,
    /** A JSON object with the text and the answer. */
    JSONL;

    /**
     * The formatter of answers.
     *
     * @param named true if TSV lines have the task's name as a column
     * @param top the number of most probable labels in an answer; 0 for the most probable one only
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
