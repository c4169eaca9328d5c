/**
 * Numbers over seeds: means with intervals, paired differences, verdicts, and how they are written.
 *
 * <pre>
 *   one value per seed -Statistics-> Estimate (mean, Interval) -Comparisons-> paired differences -> Verdict
 *                                        |
 *                                     Numbers: text for a reader
 * </pre>
 *
 * Nothing here is NaN: a missing value is null, and a {@code reason} beside it says why.
 */
@NullMarked
package panamoe.trainer.experiment.statistics;

import org.jspecify.annotations.NullMarked;
