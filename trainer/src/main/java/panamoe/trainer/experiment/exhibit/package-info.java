/**
 * Results as plain data to be shown: headings, tables of cells, pictures of series. A protocol makes them; a report draws them.
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
