/**
 * The presentation of results as plain data: headings, tables of cells, pictures of series. A protocol makes it, and a report draws it.
 *
 * <pre>
 *   Exhibit: Heading, Paragraph, Legend, Table of TableCell, Folded, Breakdown, Panels
 *                                                                           |
 *                            Panel = caption + Picture: Intervals, Curves, BeforeAfter, each of Series
 * </pre>
 */
@NullMarked
package panamoe.trainer.experiment.exhibit;

import org.jspecify.annotations.NullMarked;
