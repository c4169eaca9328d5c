/**
 * The paper's question as runs of protocols: settings, plan, results.
 *
 * <pre>
 *   Preset <- file <- options, read by SettingsReader -> RunSettings + Suite = Design
 *                                                                       |
 *                          Protocols.ALL, each -> Unit, Unit, ...  =  Plan
 *                                                                       |  run by Experiment in a Lab
 *                                                          UnitResult -> RunFolder (runs.jsonl), RunsFile (CSV)
 *                                                                       |
 *                                                   ResultsAssembly -> Results -> results.json
 * </pre>
 *
 * A unit's result follows from the settings and its key alone, so a run may be stopped and resumed. The packages below this one do
 * not know it: {@code protocol} is the interface of a protocol, {@code base} are the models that several begin with, and
 * {@code lowresource}, {@code unseen} and {@code robustness} are a protocol each.
 */
package panamoe.trainer.experiment;
