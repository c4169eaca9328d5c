package panamoe.trainer.experiment.exhibit;

import java.util.List;
import java.util.Map;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;

/** A part of the presentation of a result: data and captions, which a report draws without knowing the protocol. */
public sealed interface Exhibit {

    /** A heading within the protocol's section. */
    record Heading(String text) implements Exhibit {}

    /** A paragraph of text. */
    record Paragraph(String text) implements Exhibit {}

    /** Explains the colours and markers of the series in the next pictures. */
    record Legend(List<Series> series) implements Exhibit {
        /** Copies the list. */
        public Legend {
            series = List.copyOf(series);
        }
    }

    /** Pictures side by side. All {@link Picture.BeforeAfter} pictures among them share one scale. */
    record Panels(List<Panel> panels) implements Exhibit {
        /** Copies the list. */
        public Panels {
            panels = List.copyOf(panels);
        }
    }

    /** A picture under its caption. */
    record Panel(TableCell caption, Picture picture) {}

    /**
     * A table. The first column names the rows.
     *
     * @param headers column headers
     * @param rows one cell per header in each row
     */
    record Table(List<String> headers, List<List<TableCell>> rows) implements Exhibit {
        /** @throws IllegalArgumentException if the number of cells in a row differs from the number of headers */
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

    /** Content that is hidden until the reader opens it. */
    record Folded(String title, List<Exhibit> content) implements Exhibit {
        /** Copies the list. */
        public Folded {
            content = List.copyOf(content);
        }
    }

    /**
     * The parts of the methods' scores. A method's score is the mean of its parts.
     *
     * @param parts the header of the rows, such as "Target, size"
     * @param numbers number format of the scores
     * @param byMethod scores by method and part; every method has the same parts
     */
    record Breakdown(String parts, Numbers numbers, Map<String, Map<String, Estimate>> byMethod) implements Exhibit {}
}
