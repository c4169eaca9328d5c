/**
 * What a run of the protocols found: the records behind {@code results.json}, the statistics in them and the page
 * made from them.
 *
 * <pre>
 *   protocol runs --(Estimate per cell)--> *Details --score--> MethodResult --of--> ProtocolResult --> Results
 *                                                                                                       |
 *                                                             results.json <--> ResultsJson ------------+
 *                                                             report.html  <--- html.HtmlReport --------+
 * </pre>
 *
 * Nothing here is NaN: a value that could not be had is a JSON null, and a {@code reason} beside it says why.
 */
@NullMarked
package panamoe.trainer.report;

import org.jspecify.annotations.NullMarked;
