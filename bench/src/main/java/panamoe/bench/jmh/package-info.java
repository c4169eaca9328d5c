/**
 * JMH benchmarks of single kernels, matrix products and training steps.
 *
 * <pre>
 * JmhCommand --> GemmBenchmark, TrainingStepBenchmark
 *            --> KernelBenchmark: AdamW, Attention, Gelu, GroupedGemm, LayerNorm, Rows, Softmax (names end in Benchmark)
 * </pre>
 */
@NullMarked
package panamoe.bench.jmh;

import org.jspecify.annotations.NullMarked;
