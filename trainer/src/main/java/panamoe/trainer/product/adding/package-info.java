/**
 * A kept model learns another task.
 *
 * <pre>
 *   KeptModel --ModelGrowth--> one slot more --TaskStart--> gates like a relative's --TaskAdding--> KeptModel
 *                                 RelatedTasks: which relative
 * </pre>
 */
package panamoe.trainer.product.adding;
