/**
 * JMH benchmarks of single kernels, products and steps.
 *
 * <pre>
 * JmhCommand --> GemmBenchmark, TrainingStepBenchmark
 * </pre>
 */
package panamoe.bench.jmh;
