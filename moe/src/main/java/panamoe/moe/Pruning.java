package panamoe.moe;

import java.util.Arrays;
import java.util.stream.IntStream;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Parameters;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;

/**
 * One task's own model out of a shared one: only the experts that it uses, and its gate over them. A task that concentrates
 * on few experts takes a fraction of the memory so (Chen et al. 2023, "Mod-Squad").
 */
public final class Pruning {

    private Pruning() {}

    /**
     * The experts that a task uses: those with at least a share of its choices, or the {@code atLeast} with the highest
     * shares if that makes more; ascending.
     *
     * @param threshold in [0, 1]
     * @param atLeast the k of the layer's selection
     */
    public static int[] used(RoutingStats stats, int task, double threshold, int atLeast) {
        Check.that(threshold >= 0 && threshold <= 1, "pruning threshold " + threshold + ": expected 0 to 1");
        Check.that(
                atLeast >= 1 && atLeast <= stats.experts(),
                "pruning to at least " + atLeast + " experts: expected 1 to " + stats.experts());
        double[] load = stats.load(task);
        int[] byLoad = IntStream.range(0, load.length)
                .boxed()
                .sorted((a, b) -> Double.compare(load[b], load[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        return IntStream.range(0, load.length)
                .filter(rank -> rank < atLeast || load[byLoad[rank]] >= threshold && load[byLoad[rank]] > 0)
                .map(rank -> byLoad[rank])
                .sorted()
                .toArray();
    }

    /**
     * Registers the task's part of a layer in a model of its own; {@link Parameters#allocate} copies the values there. The
     * selection is the same; its shared expert, if there is one, stays whole.
     *
     * @param layer with a {@link SharedGate} or {@link TaskGate}, and {@link TopK} or {@link AllExperts}
     * @param task whose gate is kept
     * @param kept the experts that are kept, ascending
     * @param scope in the new model, of the parts {@code gate}, {@code experts} and {@code shared}
     */
    public static MoeLayer layer(Backend backend, MoeLayer layer, int task, int[] kept, Scope scope) {
        int experts = layer.experts().count();
        Check.that(
                layer.selection() instanceof TopK || layer.selection() instanceof AllExperts,
                () -> "pruning a layer that selects by "
                        + layer.selection().getClass().getSimpleName() + ": expected TopK or AllExperts");
        Check.that(
                kept.length >= 1 && IntStream.of(kept).allMatch(e -> e >= 0 && e < experts),
                "pruning to experts " + Arrays.toString(kept) + ": expected some of 0.." + (experts - 1));
        Gate gate = gate(backend, layer.gate(), task, kept, scope.child("gate"));
        Experts some = experts(backend, layer.experts(), kept, scope.child("experts"));
        Scope ofEveryRow = scope.child("shared").role(ParameterRole.FEED_FORWARD);
        Experts shared = layer.shared() == null ? null : experts(backend, layer.shared(), new int[] {0}, ofEveryRow);
        return new MoeLayer(gate, layer.selection(), some, shared);
    }

    private static Gate gate(Backend backend, Gate gate, int task, int[] kept, Scope scope) {
        Parameter weight;
        Parameter bias;
        switch (gate) {
            case SharedGate shared -> {
                weight = shared.weight();
                bias = shared.bias();
            }
            case TaskGate own -> {
                Check.that(
                        task >= 0 && task < own.tasks(),
                        "pruning to task " + task + ": expected 0.." + (own.tasks() - 1));
                weight = own.weight();
                bias = own.bias();
            }
            default ->
                throw new IllegalArgumentException(
                        "pruning a " + gate.getClass().getSimpleName() + ": expected a SharedGate or a TaskGate");
        }
        int entry = gate instanceof TaskGate ? task : 0;
        int d = weight.shape().dim(-2);
        int experts = gate.experts();
        Init weights = (shape, rng) -> columns(backend.readDoubles(weight.value()), entry * d, d, experts, kept);
        Init biases = (shape, rng) -> columns(backend.readDoubles(bias.value()), entry, 1, experts, kept);
        return new SharedGate(scope, d, kept.length, weights, biases);
    }

    /** The columns {@code kept} of {@code count} rows from {@code first} on, of a matrix in rows of {@code width}. */
    private static double[] columns(double[] matrix, int first, int count, int width, int[] kept) {
        double[] out = new double[count * kept.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = matrix[(first + i / kept.length) * width + kept[i % kept.length]];
        }
        return out;
    }

    private static Experts experts(Backend backend, Experts experts, int[] kept, Scope scope) {
        Init[] inits =
                experts.stacks().collect(stack -> entries(backend, stack, kept)).toArray(new Init[0]);
        return new Experts(
                scope,
                kept.length,
                experts.width(),
                experts.hidden(),
                new Experts.Start(inits[0], inits[1], inits[2], inits[3]));
    }

    private static Init entries(Backend backend, Parameter stack, int[] kept) {
        return (shape, rng) -> {
            double[] all = backend.readDoubles(stack.value());
            int size = all.length / stack.shape().dim(0);
            double[] out = new double[kept.length * size];
            for (int i = 0; i < kept.length; i++) {
                System.arraycopy(all, kept[i] * size, out, i * size, size);
            }
            return out;
        };
    }

    /** How far an output has moved: the norm of the difference over the norm of what it was; 0 if both are 0. */
    public static double change(double[] before, double[] after) {
        Check.that(
                before.length == after.length,
                "change of an output of " + before.length + " elements to one of " + after.length);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < before.length; i++) {
            difference += (after[i] - before[i]) * (after[i] - before[i]);
            norm += before[i] * before[i];
        }
        return difference == 0 ? 0 : Math.sqrt(difference / norm);
    }
}
