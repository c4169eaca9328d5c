/**
 * Multi-task learning with sparse experts, in rooms that stand on each other. A room imports only those below it.
 *
 * <pre>
 *   cli          commands: options to settings to a call
 *   report       pages and tables that people look at
 *   experiment   the paper's question: settings, plan, units, results; a folder per protocol
 *   product      a model that is kept and used; what its training measured, for TensorBoard
 *   learner      methods, models, losses; training and evaluation
 *   encoder      BERT: sizes, weights, tokenizer, layers
 *   tasks        tasks, examples, splits, metrics, batches, curricula; where they come from
 *   common       errors for the user, files, settings as trees, machine and version
 * </pre>
 */
package panamoe.trainer;
