/**
 * Statistics over seeds: means with intervals, paired differences, verdicts, and the format of numbers.
 *
 * <pre>
 *   one value per seed -Statistics-> Estimate (mean, Interval) -Comparisons-> paired differences -> Verdict
 *                                        |
 *                                     Numbers: text for a reader
 * </pre>
 *
 * No value here is NaN. A missing value is null, and a {@code reason} explains it.
 */
@NullMarked
package panamoe.trainer.experiment.statistics;

import org.jspecify.annotations.NullMarked;
