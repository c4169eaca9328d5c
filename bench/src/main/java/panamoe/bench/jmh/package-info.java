/**
 * JMH benchmarks of single kernels, products and steps.
 *
 * <pre>
 * JmhCommand --> GemmBenchmark, TrainingStepBenchmark
 *            --> KernelBenchmark: AdamW, Attention, Gelu, GroupedGemm, LayerNorm, Rows, Softmax
 * </pre>
 */
package panamoe.bench.jmh;
