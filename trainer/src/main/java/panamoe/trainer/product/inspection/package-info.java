/**
 * The facts of a kept model: its sizes, and which tasks share experts.
 *
 * <pre>
 *   folder --> ModelInspection: sizes, costs, an ExpertUse for each sparse layer, an Overlap for each pair of tasks
 * </pre>
 */
@NullMarked
package panamoe.trainer.product.inspection;

import org.jspecify.annotations.NullMarked;
