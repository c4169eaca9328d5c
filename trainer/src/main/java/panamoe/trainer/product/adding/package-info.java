/**
 * Teaches a kept model one more task.
 *
 * <pre>
 *   KeptModel --ModelGrowth--> one more slot --TaskStart--> its gates start as a related task's --TaskAdding--> AddedTask
 *                                  RelatedTasks: the most related task
 * </pre>
 */
@NullMarked
package panamoe.trainer.product.adding;

import org.jspecify.annotations.NullMarked;
