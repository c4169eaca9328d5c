package panamoe.trainer.product.lines;

import org.jspecify.annotations.Nullable;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.lines.LineReader.Line;
import tools.jackson.databind.JsonNode;

/** Finds what a line asks. */
interface LineParser {

    /**
     * The question of a line.
     *
     * @param id that the answer begins with; null if ids are not asked for
     */
    record Row(TextInput input, @Nullable JsonNode id) {}

    /**
     * The row of a line that is not blank.
     *
     * @throws panamoe.trainer.common.UserError if it is not in the format
     */
    Row parse(Line line);

    /** A text, or two with a tab between. */
    static Row text(Line line) {
        String[] texts = line.text().split("\t", -1);
        if (texts.length > 2) {
            throw line.refuse(
                    texts.length - 1 + " tabs: expected none for one text, one for two, and none within a text");
        }
        return row(line, texts[0], texts.length == 2 ? texts[1] : null, null);
    }

    /** These texts with this id. @throws panamoe.trainer.common.UserError if one is none that a model answers */
    static Row row(Line line, String text, @Nullable String pair, @Nullable JsonNode id) {
        try {
            return new Row(new TextInput(text, pair), id);
        } catch (IllegalArgumentException e) {
            throw line.refuse(e.getMessage());
        }
    }
}
