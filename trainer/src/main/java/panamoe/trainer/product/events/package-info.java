/**
 * What training measured, step by step, in files that TensorBoard reads.
 *
 * <pre>
 *   scalar, text, restart -EventFile-> protobuf messages -RecordWriter-> events.out.tfevents.SECONDS.panamoe
 * </pre>
 */
package panamoe.trainer.product.events;
