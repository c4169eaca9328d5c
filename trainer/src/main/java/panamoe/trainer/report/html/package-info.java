/**
 * The pages of a run and of a trained model. Each is one file without scripts that loads nothing from the network.
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
 * The pictures are inline SVG without a chart library. Chart libraries measure text with AWT, which needs fontconfig and fonts and fails
 * on a machine that has only a JDK. Inline SVG also takes its colours from the style sheet of the page, so it follows the reader's light or
 * dark mode.
 */
@NullMarked
package panamoe.trainer.report.html;

import org.jspecify.annotations.NullMarked;
