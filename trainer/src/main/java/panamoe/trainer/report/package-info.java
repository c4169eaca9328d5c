/**
 * What people look at: the page, the tables and the pictures of a run, the page and the card of a trained model. It reads results,
 * exhibits and models, and nothing below it reads it.
 *
 * <pre>
 *   Results, Exhibitions -Report-> tables.md (MarkdownTables), report.html (html.HtmlReport)
 *   TrainedModel -ModelReport-> README.md (ModelCard), report.html (html.ModelPage)
 * </pre>
 */
@NullMarked
package panamoe.trainer.report;

import org.jspecify.annotations.NullMarked;
