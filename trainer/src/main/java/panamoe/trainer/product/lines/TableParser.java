package panamoe.trainer.product.lines;

import java.util.Arrays;
import java.util.List;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.lines.LineReader.Line;

/**
 * The rows of a table. Tabs part the columns; nothing is quoted.
 *
 * @param columns in all
 * @param text the index of the column of the text
 * @param pair that of the second text; -1 if there is none
 */
record TableParser(int columns, int text, int pair) implements LineParser {

    private static final String TEXT = "text";
    private static final String PAIR = "pair";

    /** Reads the line that names the columns. @throws panamoe.trainer.common.UserError if it does not name the text, once */
    static TableParser ofHeader(Line header) {
        List<String> names = Arrays.asList(header.text().split("\t", -1));
        if (!names.contains(TEXT)) {
            throw header.refuse("the columns " + names + ": expected one that is named text");
        }
        for (String name : List.of(TEXT, PAIR)) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw header.refuse("two columns are named " + name + ": expected one");
            }
        }
        return new TableParser(names.size(), names.indexOf(TEXT), names.indexOf(PAIR));
    }

    @Override
    public TextInput parse(Line line) {
        String[] values = line.text().split("\t", -1);
        if (values.length != columns) {
            throw line.refuse(values.length + " columns: expected " + columns + ", as the first line has");
        }
        return LineParser.input(line, values[text], pair < 0 ? null : values[pair]);
    }
}
