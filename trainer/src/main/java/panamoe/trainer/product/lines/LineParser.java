package panamoe.trainer.product.lines;

import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.lines.LineReader.Line;
import tools.jackson.databind.JsonNode;

/** Parses a line into texts and an ID. */
interface LineParser {

    /**
     * The parsed line.
     *
     * @param id that the answer repeats; null if there are no IDs
     */
    record Row(TextInput input, @Nullable JsonNode id) {}

    /**
     * Parses a line that is not blank.
     *
     * @throws panamoe.trainer.common.UserError if the line is not in the format
     */
    Row parse(Line line);

    /** Parses a text, or two texts separated by a tab. */
    static Row text(Line line) {
        String[] texts = line.text().split("\t", -1);
        if (texts.length > 2) {
            throw line.refuse(texts.length - 1 + " tabs: expected no tab for one text, one tab between two texts");
        }
        return row(line, texts[0], texts.length == 2 ? texts[1] : null, null);
    }

    /** The row with these texts. @throws panamoe.trainer.common.UserError if {@link TextInput} refuses a text */
    static Row row(Line line, String text, @Nullable String pair, @Nullable JsonNode id) {
        try {
            return new Row(new TextInput(text, pair), id);
        } catch (IllegalArgumentException e) {
            throw line.refuse(MessageText.of(e));
        }
    }
}
