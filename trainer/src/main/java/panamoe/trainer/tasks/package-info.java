/**
 * Tasks of labels or scores for texts, and their examples: plain values that know nothing of models or of where the texts come from.
 *
 * <pre>
 *   Suite --tasks()-------------> TaskData = Task + train / dev / test
 *         --unrelated()---------> TaskData    |       |
 *         --lowResourceTargets()              |       Example = text, pair or none, label or score
 *         --unseenTargets()                   name, family, labels or range, one text or two, metrics
 * </pre>
 */
@NullMarked
package panamoe.trainer.tasks;

import org.jspecify.annotations.NullMarked;
