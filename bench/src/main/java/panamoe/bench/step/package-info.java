/**
 * The training step that the benchmarks time.
 *
 * <pre>
 * StepRun (backend, seed) --> StepModel.step(StepBatch) --> Timing --> StepMeasurement
 *                             both of StepSizes
 * </pre>
 */
package panamoe.bench.step;
