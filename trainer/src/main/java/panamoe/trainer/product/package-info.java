/**
 * A model that is kept and put to use.
 *
 * <pre>
 *   (here)       the model in use: labels and scores of texts
 *   lines        texts in, answers out, line by line
 *   evaluation   the model measured on the tasks of data
 *   inspection   what a kept model is: sizes, and which tasks share experts
 *   adding       a kept model learns another task
 *   pruning      a kept model gives up tasks, and the experts that the others do not use
 *   training     one multi-task model: trained, evaluated as it goes, interrupted and resumed
 *   folder       the files of a kept model
 *   events       the course of a training, for TensorBoard
 * </pre>
 */
package panamoe.trainer.product;
