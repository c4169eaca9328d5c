/**
 * JMH benchmarks of single kernels, matrix products and training steps.
 *
 * <pre>
 * JmhCommand --> GemmBenchmark, TrainingStepBenchmark
 *            --> AdamWBenchmark, AttentionBenchmark, GeluBenchmark, GroupedGemmBenchmark, LayerNormBenchmark,
 *                RowsBenchmark, SoftmaxBenchmark: each is a KernelBenchmark
 * </pre>
 */
@NullMarked
package panamoe.bench.jmh;

import org.jspecify.annotations.NullMarked;
