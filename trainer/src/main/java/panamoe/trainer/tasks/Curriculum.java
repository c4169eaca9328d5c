package panamoe.trainer.tasks;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntObjectMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import panamoe.tensor.Rng;

/**
 * The examples of a training run, in order. The order depends only on the mixture and the seed, so all methods are trained on the
 * same examples. The examples of one task depend only on the exposure of that task, so a single-task model and a multi-task model
 * are trained on the same examples of it.
 *
 * @param steps the batches, one per step
 */
public record Curriculum(ImmutableList<Step> steps) {

    private static final int EXAMPLES = 1;

    /**
     * One batch.
     *
     * @param parts the examples of each task in the batch; each task occurs once
     */
    public record Step(ImmutableList<Part> parts) {

        /** A batch of one task. */
        public static Step of(int task, int... examples) {
            return new Step(Lists.immutable.with(new Part(task, examples)));
        }
    }

    /**
     * A task's part of a batch.
     *
     * @param task the task's slot
     * @param examples indices of its training examples
     */
    public record Part(int task, int[] examples) {

        /** The {@code i}-th of {@code n} pieces, whose sizes differ by at most one example. */
        private Part piece(int i, int n) {
            return new Part(task, Arrays.copyOfRange(examples, examples.length * i / n, examples.length * (i + 1) / n));
        }

        private Part and(Part other) {
            return new Part(
                    task,
                    IntStream.concat(IntStream.of(examples), IntStream.of(other.examples))
                            .toArray());
        }
    }

    /**
     * Orders a run in batches of one task each. Within each stage the batches of the tasks are shuffled. The batches of a task go
     * through its examples in a new random order per epoch.
     *
     * @param batchSize examples per batch
     * @param rng the source of all orders
     */
    public static Curriculum of(ImmutableList<Exposure> mixture, int batchSize, Rng rng) {
        MutableIntObjectMap<Iterator<Step>> batches = IntObjectMaps.mutable.empty();
        for (Exposure exposure : mixture) {
            // the hash of a string is the same on every JVM
            Rng own = rng.derive(EXAMPLES).derive(exposure.stream().hashCode());
            batches.put(exposure.task(), batches(exposure, batchSize, own).iterator());
        }
        MutableList<Step> steps = Lists.mutable.empty();
        for (int stage = 0; stage < mixture.getFirst().stages().size(); stage++) {
            MutableList<Integer> turns = Lists.mutable.empty();
            for (Exposure exposure : mixture) {
                for (int s = 0; s < exposure.stages().get(stage); s++) {
                    turns.add(exposure.task());
                }
            }
            for (int turn : rng.permutation(stage, turns.size())) {
                steps.add(batches.get(turns.get(turn)).next());
            }
        }
        return new Curriculum(steps.toImmutable());
    }

    private static List<Step> batches(Exposure exposure, int batchSize, Rng rng) {
        int[] pool = exposure.examples();
        List<Step> steps = Lists.mutable.empty();
        int[] order = {};
        int epoch = 0;
        int next = 0;
        for (int s = 0; s < exposure.steps(); s++) {
            int[] batch = new int[batchSize];
            for (int i = 0; i < batchSize; i++) {
                if (next == order.length) {
                    order = rng.permutation(epoch++, pool.length);
                    next = 0;
                }
                batch[i] = pool[order[next++]];
            }
            steps.add(Step.of(exposure.task(), batch));
        }
        return steps;
    }

    /** The steps of one task, in the same order. Each step must hold one task only. */
    public Curriculum only(int task) {
        return new Curriculum(steps.select(step -> step.parts().getOnly().task() == task));
    }

    /**
     * The same examples in batches of several tasks. Each group of {@code tasks} consecutive batches is cut: every batch into
     * {@code tasks} pieces, and the i-th new batch takes the i-th piece of each. Pieces of one task are joined to one part.
     *
     * @param tasks the most tasks in a batch; 1 changes nothing
     * @throws IllegalArgumentException if {@code tasks} is less than 1, or a batch has fewer examples than that
     */
    public Curriculum mixed(int tasks) {
        boolean divisible = steps.allSatisfy(step -> step.parts().getOnly().examples().length >= tasks);
        if (tasks < 1 || !divisible) {
            throw new IllegalArgumentException(
                    tasks + " tasks in a batch: expected at least 1, and batches of at least as many examples");
        }
        MutableList<Step> mixed = Lists.mutable.empty();
        for (int from = 0; from < steps.size(); from += tasks) {
            ImmutableList<Step> group = steps.drop(from).take(tasks);
            for (int i = 0; i < group.size(); i++) {
                mixed.add(pieces(group, i));
            }
        }
        return new Curriculum(mixed.toImmutable());
    }

    private static Step pieces(ImmutableList<Step> group, int i) {
        MutableList<Part> parts = Lists.mutable.empty();
        for (Step step : group) {
            Part piece = step.parts().getOnly().piece(i, group.size());
            int same = parts.detectIndex(part -> part.task() == piece.task());
            if (same < 0) {
                parts.add(piece);
            } else {
                parts.set(same, parts.get(same).and(piece));
            }
        }
        return new Step(parts.toImmutable());
    }
}
