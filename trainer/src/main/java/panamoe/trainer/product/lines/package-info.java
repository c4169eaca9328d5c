/**
 * Reads texts and writes answers, line by line.
 *
 * <pre>
 *   bytes --LineReader--> Line --LineParser--> TextInput --PredictionStream--> Prediction --AnswerFormat--> line
 * </pre>
 */
package panamoe.trainer.product.lines;
