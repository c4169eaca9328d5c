package panamoe.trainer.product.lines;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.product.Prediction;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.folder.KeptTask;
import tools.jackson.databind.JsonNode;

/**
 * Formats an answer as columns separated by tabs: the ID and the name of the task if there are any, then labels and probabilities, or a
 * score. Probabilities have four decimals; a score is rounded to a ten-thousandth of its range or finer. A control character in an ID or a
 * label, such as a tab, becomes a space.
 *
 * @param named true if the task's name is a column
 * @param top the largest number of labels
 */
record TableAnswers(boolean named, int top) implements AnswerFormat {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private static final int DIGITS = 4;

    @Override
    public String line(KeptTask task, @Nullable JsonNode id, TextInput input, Prediction answer) {
        String columns = switch (answer) {
            case Prediction.Label label ->
                label.candidates().take(top).collect(TableAnswers::columns).makeString("\t");
            case Prediction.Score score ->
                rounded(score.score(), task.range().getLast() - task.range().getFirst());
        };
        return (id == null ? "" : inOneColumn(id.asString()) + "\t") + (named ? task.name() + "\t" : "") + columns;
    }

    private static String columns(Prediction.Candidate candidate) {
        return String.format(
                Locale.ROOT, "%s\t%." + DIGITS + "f", inOneColumn(candidate.label()), candidate.probability());
    }

    private static String inOneColumn(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }

    /** @param span of the range of scores */
    private static String rounded(double score, double span) {
        int decimals = Math.max(0, DIGITS - (int) Math.floor(Math.log10(span)));
        return BigDecimal.valueOf(score)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .toPlainString();
    }
}
