/**
 * Classification and regression tasks on texts, and their examples. The types are plain values, independent of models and of the
 * sources of the texts.
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
