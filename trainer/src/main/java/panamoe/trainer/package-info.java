/**
 * Multi-task learning with sparse mixtures of experts, in layers: a package imports only packages below it.
 *
 * <pre>
 *   cli          the commands: read options and call the packages below
 *   report       HTML pages, tables and model cards
 *   experiment   the evaluation protocols of the paper: settings, plan, units, results
 *   product      models that are trained, kept in folders and used
 *   learner      multi-task methods, models and losses; training and evaluation
 *   encoder      BERT: sizes, weights, tokenizer, layers
 *   tasks        tasks, examples, splits, metrics, batches, curricula; their files and the WordNet suite
 *   common       errors for the user, files, settings as trees, machine and version
 * </pre>
 */
@NullMarked
package panamoe.trainer;

import org.jspecify.annotations.NullMarked;
