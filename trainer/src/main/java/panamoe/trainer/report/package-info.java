/**
 * What people look at after a run. It reads results and exhibits, and nothing reads it.
 *
 * <pre>
 *   Results, Exhibitions -Report-> tables.md (MarkdownTables), report.html (html.HtmlReport)
 * </pre>
 */
@NullMarked
package panamoe.trainer.report;

import org.jspecify.annotations.NullMarked;
