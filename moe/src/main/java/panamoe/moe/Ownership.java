package panamoe.moe;

import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Shape;

/**
 * Which experts a task may use, as a frozen table {@code [T, E]} of scores: 0 for an expert that the task may use, and
 * for the others a score so low that their probability is 0.
 */
final class Ownership {

    private Ownership() {}

    /**
     * Registers the table {@code ownership [T, E]}, as {@link ParameterRole#GATE}. The first experts are for all tasks.
     * The others are private: equally many for each task, in the order of the tasks.
     */
    static Parameter register(Scope scope, int tasks, int shared, int experts) {
        return scope.defaultRole(ParameterRole.GATE)
                .frozen()
                .add("ownership", Shape.of(tasks, experts), (shape, rng) -> othersExcluded(tasks, shared, experts));
    }

    private static double[] othersExcluded(int tasks, int shared, int experts) {
        int perTask = (experts - shared) / tasks;
        double[] table = new double[tasks * experts];
        for (int i = 0; i < table.length; i++) {
            int expert = i % experts;
            boolean usable = expert < shared || (expert - shared) / perTask == i / experts;
            table[i] = usable ? 0 : -HashGate.CERTAIN;
        }
        return table;
    }
}
