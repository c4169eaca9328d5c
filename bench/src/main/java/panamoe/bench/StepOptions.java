package panamoe.bench;

import panamoe.bench.step.StepSizes;
import picocli.CommandLine.Option;

/** The sizes of the training step; the defaults are {@link StepSizes#defaults}. */
public final class StepOptions {

    @Option(names = "--layers", defaultValue = "4", description = "Layers of the encoder (default: 4).")
    private int layers;

    @Option(names = "--d", defaultValue = "256", description = "Width of a row (default: 256).")
    private int d;

    @Option(names = "--heads", defaultValue = "4", description = "Attention heads, a divisor of d (default: 4).")
    private int heads;

    @Option(
            names = "--ff",
            defaultValue = "1024",
            description = "Inner width of each feed-forward network (default: 1024).")
    private int ff;

    @Option(names = "--experts", defaultValue = "8", description = "Experts of every other layer (default: 8).")
    private int experts;

    @Option(names = "--k", defaultValue = "1", description = "Experts per token (default: 1).")
    private int k;

    @Option(names = "--batch", defaultValue = "32", description = "Sequences per batch (default: 32).")
    private int batch;

    @Option(names = "--seq", defaultValue = "32", description = "Tokens per sequence (default: 32).")
    private int seq;

    @Option(names = "--vocab", defaultValue = "8192", description = "Different tokens (default: 8192).")
    private int vocab;

    @Option(names = "--tasks", defaultValue = "8", description = "Tasks, each with gates and a head (default: 8).")
    private int tasks;

    @Option(names = "--threads", defaultValue = "2", description = "Threads (default: 2).")
    private int threads;

    /** The sparse model's sizes. */
    public StepSizes sizes() {
        return new StepSizes(layers, d, heads, ff, experts, k, batch, seq, vocab, tasks);
    }

    /** Threads of the backend. */
    public int threads() {
        return threads;
    }
}
