package panamoe.trainer.encoder;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskSlots;

/**
 * The output of the frozen encoder layers for each example, computed once and kept. The first use of a split computes the whole
 * split, so that the rows of an example do not depend on the order of use. Several threads may ask: one computes, the others wait.
 */
public final class FrozenFeatures implements SequenceSource {

    private final FrozenEncoder encoder;
    private final TaskSlots slots;
    private final Tokenizer tokenizer;
    private final int maxTokens;
    private final ProcessGroup group;
    private final MutableList<Map<Split, List<float[]>>> kept;
    private final MutableList<Map<Split, List<int[]>>> keptTokens;

    /** Features of the examples of {@code slots}, whose texts are cut to {@code maxTokens} tokens. */
    public FrozenFeatures(FrozenEncoder encoder, TaskSlots slots, Tokenizer tokenizer, int maxTokens) {
        this(encoder, slots, tokenizer, maxTokens, ProcessGroup.single());
    }

    /** As above, for several processes, of which {@link #compute} computes a part in each. */
    public FrozenFeatures(
            FrozenEncoder encoder, TaskSlots slots, Tokenizer tokenizer, int maxTokens, ProcessGroup group) {
        this.group = group;
        this.encoder = encoder;
        this.slots = slots;
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
        this.kept = Lists.mutable.withNValues(slots.count(), () -> new EnumMap<>(Split.class));
        this.keptTokens = Lists.mutable.withNValues(slots.count(), () -> new EnumMap<>(Split.class));
    }

    @Override
    public int width() {
        return encoder.width();
    }

    @Override
    public float[] rows(int task, Split split, int example) {
        return rows(task, split, done -> {}).get(example);
    }

    private synchronized List<float[]> rows(int task, Split split, IntConsumer progress) {
        return kept.get(task).computeIfAbsent(split, missing -> encoder.features(tokens(task, missing), progress));
    }

    /**
     * Computes the features of these splits that are not computed yet. If there are several processes, all of them call it.
     *
     * @param progress receives the number of finished examples from time to time
     */
    public void compute(List<Split> splits, IntConsumer progress) {
        int before = 0;
        for (int task = slots.first(); task < slots.end(); task++) {
            for (Split split : splits) {
                int first = before;
                if (group.isSingle()) {
                    rows(task, split, done -> progress.accept(first + done));
                } else {
                    computeTogether(task, split, done -> progress.accept(first + done));
                }
                before += slots.get(task).examples(split).size();
            }
        }
    }

    /** Each process computes a part of the examples and sends it to the others. */
    private synchronized void computeTogether(int task, Split split, IntConsumer progress) {
        if (group.any(kept.get(task).containsKey(split))) {
            return;
        }
        List<TokenIds> tokens = tokens(task, split);
        int n = tokens.size();
        int processes = group.size();
        List<float[]> own = encoder.features(
                tokens.subList(begin(n, group.rank()), begin(n, group.rank() + 1)),
                done -> progress.accept(Math.min(n, done * processes)));
        List<float[]> all = new ArrayList<>();
        for (int rank = 0; rank < processes; rank++) {
            for (int example = begin(n, rank); example < begin(n, rank + 1); example++) {
                float[] rows = rank == group.rank()
                        ? own.get(example - begin(n, rank))
                        : new float[tokens.get(example).size() * width()];
                group.broadcast(rows, rank);
                all.add(rows);
            }
        }
        kept.get(task).put(split, all);
        progress.accept(n);
    }

    private int begin(int examples, int rank) {
        return (int) ((long) examples * rank / group.size());
    }

    @Override
    public synchronized int[] tokens(int task, Split split, int example) {
        return keptTokens
                .get(task)
                .computeIfAbsent(
                        split,
                        missing -> tokens(task, missing).stream()
                                .map(tokens -> tokens.ids().toArray())
                                .toList())
                .get(example);
    }

    /** The number of rows of all examples: their tokens. */
    public long rows() {
        long rows = 0;
        for (int task = slots.first(); task < slots.end(); task++) {
            for (Split split : Split.values()) {
                rows += tokens(task, split).stream().mapToLong(TokenIds::size).sum();
            }
        }
        return rows;
    }

    private List<TokenIds> tokens(int task, Split split) {
        return slots.get(task)
                .examples(split)
                .collect(example -> tokenizer.encode(example, maxTokens))
                .castToList();
    }
}
