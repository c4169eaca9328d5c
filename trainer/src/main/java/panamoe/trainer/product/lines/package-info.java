/**
 * Texts in, answers out, line by line.
 *
 * <pre>
 *   bytes --LineReader--> Line --InputFormat--> TextInput --PredictionStream--> Prediction --OutputFormat--> line
 * </pre>
 */
package panamoe.trainer.product.lines;
