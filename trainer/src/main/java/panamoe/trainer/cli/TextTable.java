package panamoe.trainer.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text that are as wide as their widest cell, two spaces apart. */
final class TextTable {

    private final String alignment;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param alignment of the columns, a letter each: {@code l} left, {@code r} right */
    TextTable(String alignment) {
        this.alignment = alignment;
    }

    /** Adds a row. */
    void add(List<String> cells) {
        if (cells.size() != alignment.length()) {
            throw new IllegalArgumentException(cells.size() + " cells " + cells + ": expected " + alignment.length());
        }
        rows.add(cells);
    }

    /** Lines without spaces at their ends. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(width(column) - row.get(column).length());
                boolean left = alignment.charAt(column) == 'l';
                line.append(column == 0 ? "" : "  ")
                        .append(left ? "" : padding)
                        .append(row.get(column))
                        .append(left ? padding : "");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
