/**
 * Kept models: models in folders, which are trained once and then used.
 *
 * <pre>
 *   (here)       predicts the labels and scores of texts
 *   lines        reads texts and writes answers, line by line
 *   evaluation   measures a kept model on data
 *   inspection   the sizes of a kept model, and which tasks share experts
 *   adding       teaches a kept model one more task
 *   pruning      removes tasks, and the experts that the other tasks do not use
 *   training     trains one multi-task model; a training can be interrupted and resumed
 *   folder       the files of a kept model
 *   events       losses and metrics of a training, for TensorBoard
 * </pre>
 */
@NullMarked
package panamoe.trainer.product;

import org.jspecify.annotations.NullMarked;
