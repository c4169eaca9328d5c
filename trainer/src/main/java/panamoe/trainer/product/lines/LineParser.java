package panamoe.trainer.product.lines;

import org.jspecify.annotations.Nullable;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.lines.LineReader.Line;

/** Finds the texts of a line. */
interface LineParser {

    /**
     * The text or texts of a line that is not blank.
     *
     * @throws panamoe.trainer.common.UserError if it is not in the format
     */
    TextInput parse(Line line);

    /** A text, or two with a tab between. */
    static TextInput text(Line line) {
        String[] texts = line.text().split("\t", -1);
        if (texts.length > 2) {
            throw line.refuse(
                    texts.length - 1 + " tabs: expected none for one text, one for two, and none within a text");
        }
        return input(line, texts[0], texts.length == 2 ? texts[1] : null);
    }

    /** These texts. */
    static TextInput input(Line line, String text, @Nullable String pair) {
        try {
            return new TextInput(text, pair);
        } catch (IllegalArgumentException e) {
            throw line.refuse(e.getMessage());
        }
    }
}
