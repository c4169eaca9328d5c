/**
 * The page, the tables and the pictures of a run. It reads results and exhibits, and nothing below it reads it.
 *
 * <pre>
 *   Results, Exhibitions -Report-> tables.md (MarkdownTables), report.html (html.HtmlReport)
 * </pre>
 */
@NullMarked
package panamoe.trainer.report;

import org.jspecify.annotations.NullMarked;
