package panamoe.trainer.product.training;

import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.StreamedFeatures;
import panamoe.trainer.encoder.Tokenizer;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.TaskSlots;

/** Chooses how the output of the frozen layers is provided: kept in memory if it fits, else computed at each use, with the same bits. */
public final class Features {

    /** The largest share of the heap for kept features; the rest is for the model and its steps. */
    private static final double SHARE = 0.3;

    private Features() {}

    /** The output of the frozen layers for the examples of {@code slots}. */
    public static SequenceSource of(FrozenEncoder frozen, TaskSlots slots, Tokenizer tokenizer, int maxTokens) {
        return of(frozen, slots, tokenizer, maxTokens, ProcessGroup.single());
    }

    /** As above, for several processes, of which all choose the same. */
    static SequenceSource of(
            FrozenEncoder frozen, TaskSlots slots, Tokenizer tokenizer, int maxTokens, ProcessGroup group) {
        FrozenFeatures kept = new FrozenFeatures(frozen, slots, tokenizer, maxTokens, group);
        double bytes = (double) kept.rows() * frozen.width() * Float.BYTES;
        return !group.any(bytes > SHARE * Runtime.getRuntime().maxMemory())
                ? kept
                : new StreamedFeatures(frozen, slots, tokenizer, maxTokens);
    }
}
