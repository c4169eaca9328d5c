/**
 * The pages of a run and of a trained model: one file each, no script, nothing fetched.
 *
 * <pre>
 *   HtmlReport -> SummarySection, TaskSection, CostSection, AboutSection, and per protocol
 *                 ScoresSection, Exhibits, RoutingSection, TrainingSection                 (words and tables)
 *   ModelPage  -> ModelScoresSection, ModelTrainingSection, ModelAnswersSection, ModelRoutingSection, ModelAboutSection
 *                     |
 *                     v
 *                 IntervalChart, LineChart, BeforeAfterChart, HeatMap -> Scale, Svg        (pictures)
 * </pre>
 *
 * The pictures are inline SVG written here rather than by a chart library: those measure text with AWT, which needs
 * fontconfig and fonts, and fails on a machine that has a JDK and nothing else. Inline SVG also takes its colours from
 * the page's style sheet, so it follows the reader's light or dark setting.
 */
@NullMarked
package panamoe.trainer.report.html;

import org.jspecify.annotations.NullMarked;
