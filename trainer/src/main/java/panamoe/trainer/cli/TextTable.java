package panamoe.trainer.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** A table of text whose columns are as wide as their widest cell. */
final class TextTable {

    /** Spaces between two columns. */
    static final int GAP = 2;

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

    /** The lines of the table, without spaces at their ends. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(width(column) - row.get(column).length());
                boolean left = alignment.charAt(column) == 'l';
                line.append(" ".repeat(column == 0 ? 0 : GAP))
                        .append(left ? "" : padding)
                        .append(row.get(column))
                        .append(left ? padding : "");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /**
     * The lines of the table, with the last column wrapped at spaces.
     *
     * @param width of the lines in characters; only a single word may be longer
     */
    String text(int width) {
        int last = alignment.length() - 1;
        int room = width - (width() - width(last));
        TextTable wrapped = new TextTable(alignment);
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>(row);
            for (String line : wrap(row.get(last), room)) {
                cells.set(last, line);
                wrapped.add(List.copyOf(cells));
                Collections.fill(cells, "");
            }
        }
        return wrapped.text();
    }

    /** The words of a cell in lines of at least one word each. */
    private static List<String> wrap(String cell, int room) {
        List<String> lines = new ArrayList<>();
        for (String word : cell.split(" ")) {
            if (!lines.isEmpty() && lines.getLast().length() + 1 + word.length() <= room) {
                lines.add(lines.removeLast() + " " + word);
            } else {
                lines.add(word);
            }
        }
        return lines;
    }

    /** The width of the lines in characters. */
    int width() {
        return IntStream.range(0, alignment.length()).map(this::width).sum() + GAP * (alignment.length() - 1);
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
