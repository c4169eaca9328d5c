/**
 * Protocol (i), low-resource transfer: tasks are cut to few training examples and trained together with the other tasks.
 *
 * <pre>
 *   LowResourceSettings -> LowResourceMixture (a unit per size) -> LowResourceDetails -> LowResourceExhibits
 * </pre>
 */
package panamoe.trainer.experiment.lowresource;
