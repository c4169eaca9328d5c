/**
 * Reads texts and writes answers, line by line.
 *
 * <pre>
 *   bytes --LineReader--> Line --LineParser--> TextInput --PredictionStream--> Prediction --AnswerFormat--> line
 * </pre>
 */
@NullMarked
package panamoe.trainer.product.lines;

import org.jspecify.annotations.NullMarked;
