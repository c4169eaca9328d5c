package panamoe.trainer.product.lines;

import java.util.Arrays;
import java.util.List;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Plural;
import panamoe.trainer.product.lines.LineReader.Line;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Parses the rows of a table. Tabs separate the columns; nothing is quoted.
 *
 * @param columns the number of columns
 * @param text the index of the column of the text
 * @param pair the index of the column of the second text; -1 if there is none
 * @param id the index of the column of the IDs; -1 if there is none
 */
record TableParser(int columns, int text, int pair, int id) implements LineParser {

    private static final int NONE = -1;

    /**
     * Reads the line that names the columns.
     *
     * @throws panamoe.trainer.common.UserError if it does not name a column that is needed, or names it twice
     */
    static TableParser ofHeader(Line header, InputColumns columns) {
        List<String> names = Arrays.asList(header.text().split("\t", -1));
        return new TableParser(
                names.size(),
                needed(header, names, columns.text()),
                columns.needsPair() ? needed(header, names, columns.pair()) : index(header, names, columns.pair()),
                columns.id() == null ? NONE : needed(header, names, columns.id()));
    }

    private static int needed(Line header, List<String> names, String name) {
        int index = index(header, names, name);
        if (index == NONE) {
            throw header.refuse("the columns are " + MessageText.names(names) + ": expected one that is named " + name
                    + "; --text-column, --pair-column and --id-column name others");
        }
        return index;
    }

    private static int index(Line header, List<String> names, String name) {
        if (names.indexOf(name) != names.lastIndexOf(name)) {
            throw header.refuse("two columns are named " + name + ": expected one");
        }
        return names.indexOf(name);
    }

    @Override
    public Row parse(Line line) {
        String[] values = line.text().split("\t", -1);
        if (values.length != columns) {
            throw line.refuse(Plural.of(values.length, "column") + ": expected " + columns + ", as in the first line");
        }
        return LineParser.row(
                line,
                values[text],
                pair == NONE ? null : values[pair],
                id == NONE ? null : JsonNodeFactory.instance.stringNode(values[id]));
    }
}
