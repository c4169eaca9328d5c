/**
 * Text classification tasks and their examples: plain values that know nothing of models or of where the texts come from.
 *
 * <pre>
 *   Suite --tasks()-------------> TaskData = Task + train / dev / test
 *         --unrelated()---------> TaskData    |       |
 *         --lowResourceTargets()              |       Example = text, pair or none, label
 *         --unseenTargets()                   name, family, labels, one text or two
 * </pre>
 */
@NullMarked
package panamoe.trainer.data;

import org.jspecify.annotations.NullMarked;
