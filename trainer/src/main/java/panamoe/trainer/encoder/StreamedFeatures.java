package panamoe.trainer.encoder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskSlots;

/**
 * The output of the frozen encoder layers for each example, computed at each use, for data whose features do not fit into memory.
 * The features are bitwise equal to those of {@link FrozenFeatures}.
 */
public final class StreamedFeatures implements SequenceSource {

    private final FrozenEncoder encoder;
    private final TaskSlots slots;
    private final Tokenizer tokenizer;
    private final int maxTokens;
    private final Map<Integer, TokenIds> tokens = new HashMap<>();
    private final Map<Integer, float[]> rows = new HashMap<>();
    private int task = -1;
    private Split split = Split.TRAIN;

    /** Features of the examples of {@code slots}, whose texts are cut to {@code maxTokens} tokens. */
    public StreamedFeatures(FrozenEncoder encoder, TaskSlots slots, Tokenizer tokenizer, int maxTokens) {
        this.encoder = encoder;
        this.slots = slots;
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
    }

    @Override
    public int width() {
        return encoder.width();
    }

    @Override
    public void prepare(int ofTask, Split ofSplit, int[] examples) {
        tokens.clear();
        rows.clear();
        task = ofTask;
        split = ofSplit;
        List<Integer> asked = new ArrayList<>();
        List<TokenIds> sequences = new ArrayList<>();
        for (int example : examples) {
            if (!tokens.containsKey(example)) {
                TokenIds ids = tokenizer.encode(slots.get(task).examples(split).get(example), maxTokens);
                tokens.put(example, ids);
                asked.add(example);
                sequences.add(ids);
            }
        }
        List<float[]> features = encoder.features(sequences);
        for (int i = 0; i < asked.size(); i++) {
            rows.put(asked.get(i), features.get(i));
        }
    }

    @Override
    public float[] rows(int ofTask, Split ofSplit, int example) {
        require(ofTask, ofSplit, example);
        return Lookup.in(rows, example);
    }

    @Override
    public int[] tokens(int ofTask, Split ofSplit, int example) {
        TokenIds known = isPrepared(ofTask, ofSplit, example)
                ? Lookup.in(tokens, example)
                : tokenizer.encode(slots.get(ofTask).examples(ofSplit).get(example), maxTokens);
        return known.ids().toArray();
    }

    private boolean isPrepared(int ofTask, Split ofSplit, int example) {
        return ofTask == task && ofSplit == split && tokens.containsKey(example);
    }

    private void require(int ofTask, Split ofSplit, int example) {
        if (!isPrepared(ofTask, ofSplit, example)) {
            prepare(ofTask, ofSplit, new int[] {example});
        }
    }
}
