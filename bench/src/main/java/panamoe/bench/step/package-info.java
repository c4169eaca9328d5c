/**
 * The training step that the benchmarks time.
 *
 * <pre>
 * StepRun (backend, seed) --> StepModel.step(StepBatch) --> Timing --> StepMeasurement
 *                             both with StepSizes; StepModel has a StepNetwork
 * StepRun --> StepExport (in peers): its weights and batches for another engine
 * </pre>
 */
@NullMarked
package panamoe.bench.step;

import org.jspecify.annotations.NullMarked;
