package panamoe.trainer.product.training;

import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.StreamedFeatures;
import panamoe.trainer.encoder.Tokenizer;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.TaskSlots;

/** Where the output of the frozen layers comes from: kept in memory if it fits, else computed at each use. The bits are the same. */
public final class Features {

    /** The share of the heap that may be kept features; the rest is for the model and its steps. */
    private static final double SHARE = 0.3;

    private Features() {}

    /** The features of the examples of {@code slots}. */
    public static SequenceSource of(FrozenEncoder frozen, TaskSlots slots, Tokenizer tokenizer, int maxTokens) {
        FrozenFeatures kept = new FrozenFeatures(frozen, slots, tokenizer, maxTokens);
        double bytes = (double) kept.rows() * frozen.width() * Float.BYTES;
        return bytes <= SHARE * Runtime.getRuntime().maxMemory()
                ? kept
                : new StreamedFeatures(frozen, slots, tokenizer, maxTokens);
    }
}
