/**
 * Protocol (i), low-resource transfer: tasks cut to few examples and trained beside the others.
 *
 * <pre>
 *   LowResourceSettings -> LowResourceMixture (a unit per size) -> LowResourceDetails -> LowResourceExhibits
 * </pre>
 */
package panamoe.trainer.experiment.lowresource;
