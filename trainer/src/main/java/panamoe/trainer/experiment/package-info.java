/**
 * Runs the protocols that compare sparse and dense multi-task learners: settings, plan, results.
 *
 * <pre>{@code
 *   Preset <- file <- options, read by SettingsReader -> RunSettings + Suite = Design
 *                                                                       |
 *                          Protocols.ALL, each -> Unit, Unit, ...  =  Plan
 *                                                                       |  run by Experiment in a Lab
 *                                                          UnitResult -> RunFolder (runs.jsonl), RunsFile (CSV)
 *                                                                       |
 *                                                   ResultsAssembly -> Results -> results.json
 * }</pre>
 *
 * The result of a unit depends only on the settings and its key, so a run can be stopped and resumed. No package below depends on this
 * one. {@code protocol} is the interface of a protocol, and {@code exhibit} and {@code statistics} describe what is shown of its results.
 * {@code base} trains the models that several protocols begin with. {@code lowresource}, {@code unseen} and {@code robustness} are one
 * protocol each.
 */
@NullMarked
package panamoe.trainer.experiment;

import org.jspecify.annotations.NullMarked;
