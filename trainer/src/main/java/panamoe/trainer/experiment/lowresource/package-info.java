/**
 * Protocol (i), low-resource transfer: tasks are cut to few training examples and trained together with the other tasks.
 *
 * <pre>
 *   LowResourceSettings -> LowResourceMixture (a unit per size) -> LowResourceDetails -> LowResourceExhibits
 * </pre>
 */
@NullMarked
package panamoe.trainer.experiment.lowresource;

import org.jspecify.annotations.NullMarked;
