/**
 * JMH benchmarks of single kernels, matrix products and training steps.
 *
 * <pre>
 * JmhCommand --> GemmBenchmark, TrainingStepBenchmark
 *            --> KernelBenchmark <-- AdamWBenchmark, AttentionBenchmark, GeluBenchmark, GroupedGemmBenchmark,
 *                                    LayerNormBenchmark, RowsBenchmark, SoftmaxBenchmark
 * </pre>
 */
@NullMarked
package panamoe.bench.jmh;

import org.jspecify.annotations.NullMarked;
