/**
 * Runs of the protocols on the machines of an Apache Spark cluster.
 *
 * <pre>
 *   driver                                          executor, on any machine
 *   SparkCluster -> SparkRunner -> Sweep
 *                                    | a job per unit: UnitTask        ->  Workplace (tasks, encoder, features: once)
 *                                    | kept models: Broadcast          ->      |
 *                     RunFolder   <- UnitOutput (result, files)        <-  UnitRun
 *   ProgressDisplay <- UnitProgress (a SparkListener)                  <-  LongAccumulator
 * </pre>
 *
 * Spark schedules the units, sends them and runs those of a lost executor again. Only the driver writes into the folders of runs.
 */
@NullMarked
package panamoe.trainer.spark;

import org.jspecify.annotations.NullMarked;
