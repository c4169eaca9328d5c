/**
 * Reports for people: the page and the tables of a run, the page and the card of a trained model. The package reads results, exhibits and
 * models. No package below depends on it.
 *
 * <pre>
 *   Results, Exhibitions -Report-> tables.md (MarkdownTables), report.html (html.HtmlReport)
 *   TrainedModel -ModelReport-> README.md (ModelCard), report.html (html.ModelPage)
 * </pre>
 */
@NullMarked
package panamoe.trainer.report;

import org.jspecify.annotations.NullMarked;
