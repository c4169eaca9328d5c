/**
 * What tasks have in common, by their descriptions, labels and texts, and gates that begin with it.
 *
 * <pre>
 *   description, examples --TaskEncoder--> TaskVector --TaskSpace--> directions   --RelatedGates--> gates of a new model
 *                                                                --> similarities --GateBlend-----> gates of a new task
 * </pre>
 */
@NullMarked
package panamoe.trainer.learner.relatedness;

import org.jspecify.annotations.NullMarked;
