/**
 * The three protocols: what is trained on what, in which order, and what is made of it.
 *
 * <pre>
 *   Preset, SettingsFile -> RunSettings + Suite = Design        (what is trained on what)
 *                                     |
 *                  Protocol -> Unit, Unit, ...  = Plan
 *                                     |  run in a Lab (backend, features, checkpoints)
 *                                 UnitResult -> RunFolder (runs.jsonl), RunsFile -> Finished
 *                                                                           |
 *                                             ResultsAssembly -> panamoe.trainer.experiment.Results
 * </pre>
 *
 * A unit's result follows from the settings and its key alone, so a run may be stopped and resumed.
 */
package panamoe.trainer.experiment.protocol;
