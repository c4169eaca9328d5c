package panamoe.bench;

import panamoe.bench.step.StepRun;
import panamoe.bench.step.StepSizes;
import picocli.CommandLine.Option;

/** The options for the sizes of the training step. The defaults are those of {@link StepSizes#defaults}. */
public final class StepOptions {

    private static final StepSizes DEFAULTS = StepSizes.defaults();

    @Option(names = "--layers", description = "Layers of the encoder (default: ${DEFAULT-VALUE}).")
    private int layers = DEFAULTS.layers();

    @Option(names = "--d", description = "Hidden size (default: ${DEFAULT-VALUE}).")
    private int d = DEFAULTS.width();

    @Option(names = "--heads", description = "Attention heads, a divisor of d (default: ${DEFAULT-VALUE}).")
    private int heads = DEFAULTS.heads();

    @Option(names = "--ff", description = "Inner size of the feed-forward networks (default: ${DEFAULT-VALUE}).")
    private int ff = DEFAULTS.hidden();

    @Option(names = "--experts", description = "Experts in every other layer (default: ${DEFAULT-VALUE}).")
    private int experts = DEFAULTS.experts();

    @Option(names = "--k", description = "Experts per token (default: ${DEFAULT-VALUE}).")
    private int k = DEFAULTS.k();

    @Option(names = "--batch", description = "Sequences per batch (default: ${DEFAULT-VALUE}).")
    private int batch = DEFAULTS.sequences();

    @Option(names = "--seq", description = "Tokens per sequence (default: ${DEFAULT-VALUE}).")
    private int seq = DEFAULTS.length();

    @Option(names = "--vocab", description = "Vocabulary size (default: ${DEFAULT-VALUE}).")
    private int vocab = DEFAULTS.vocabulary();

    @Option(names = "--tasks", description = "Tasks, each with gates and a head (default: ${DEFAULT-VALUE}).")
    private int tasks = DEFAULTS.tasks();

    @Option(names = "--threads", description = "Threads (default: ${DEFAULT-VALUE}).")
    private int threads = StepRun.THREADS;

    /** The sizes of the sparse model. */
    public StepSizes sizes() {
        return new StepSizes(
                new StepSizes.Transformer(layers, d, heads, ff),
                new StepSizes.Mixture(experts, k),
                new StepSizes.Inputs(batch, seq, vocab, tasks));
    }

    /** The number of threads of the backend. */
    public int threads() {
        return threads;
    }
}
