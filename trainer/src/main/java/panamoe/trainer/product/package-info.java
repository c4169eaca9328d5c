/**
 * A model that is kept and put to use.
 *
 * <pre>
 *   training   one multi-task model: trained, evaluated as it goes, interrupted and resumed
 *   folder     the files of a kept model
 *   (here)     the model in use: labels and scores of texts
 * </pre>
 */
package panamoe.trainer.product;
