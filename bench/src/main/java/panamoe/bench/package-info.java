/**
 * JMH benchmarks, and the tests that see every module.
 *
 * <pre>
 * Main --> GemmBenchmark
 *      --> TrainingStepBenchmark --> StepModel.step(StepBatch), both of StepSizes
 * </pre>
 */
package panamoe.bench;
