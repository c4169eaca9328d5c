/**
 * The benchmarks of several processes: their collective operations, their training steps, and a prediction for more of them.
 *
 * <pre>
 * CommCommand --> CollectiveTimer --> CollectiveTime of each Collective and size --> AlphaBetaFit --> AlphaBeta
 * ParallelCommand --> ParallelMeasurement of a StepRun
 * PredictCommand, PredictOptions --> StepPrediction of a ModelParts, a Compute and a Network (two AlphaBeta) --> Form
 *                                --> Assumptions
 * </pre>
 */
@NullMarked
package panamoe.bench.parallel;

import org.jspecify.annotations.NullMarked;
