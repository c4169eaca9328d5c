/**
 * Writes the measurements of training steps to files for TensorBoard.
 *
 * <pre>
 *   scalar, text, restart -EventFile-> protobuf messages -RecordWriter-> events.out.tfevents.SECONDS.panamoe
 * </pre>
 */
@NullMarked
package panamoe.trainer.product.events;

import org.jspecify.annotations.NullMarked;
