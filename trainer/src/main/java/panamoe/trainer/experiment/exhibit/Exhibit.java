package panamoe.trainer.experiment.exhibit;

import java.util.List;
import java.util.Map;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;

/** A part of what is shown of a result: data and captions, which a report draws without knowing what they are of. */
public sealed interface Exhibit {

    /** A heading within the protocol's section. */
    record Heading(String text) implements Exhibit {}

    /** A paragraph of text. */
    record Paragraph(String text) implements Exhibit {}

    /** The looks of the series in the pictures that follow. */
    record Legend(List<Series> series) implements Exhibit {
        /** Copies the list. */
        public Legend {
            series = List.copyOf(series);
        }
    }

    /** Pictures side by side. Those of levels before and after a change share one scale. */
    record Panels(List<Panel> panels) implements Exhibit {
        /** Copies the list. */
        public Panels {
            panels = List.copyOf(panels);
        }
    }

    /** A picture under its caption. */
    record Panel(TableCell caption, Picture picture) {}

    /**
     * A table whose first column names the rows.
     *
     * @param headers of the columns
     * @param rows as many cells each
     */
    record Table(List<String> headers, List<List<TableCell>> rows) implements Exhibit {
        /** @throws IllegalArgumentException if a row has another number of cells than there are headers */
        public Table {
            headers = List.copyOf(headers);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<TableCell> row : rows) {
                if (row.size() != headers.size()) {
                    throw new IllegalArgumentException(
                            "row " + row + " of a table with the columns " + headers + ": expected a cell for each");
                }
            }
        }
    }

    /** Content that the reader opens. */
    record Folded(String title, List<Exhibit> content) implements Exhibit {
        /** Copies the list. */
        public Folded {
            content = List.copyOf(content);
        }
    }

    /**
     * The parts that the methods' scores are means of.
     *
     * @param parts what a row is, such as "Target, size"
     * @param numbers how the scores are written
     * @param byMethod by method and part; every method has the same parts
     */
    record Breakdown(String parts, Numbers numbers, Map<String, Map<String, Estimate>> byMethod) implements Exhibit {}
}
