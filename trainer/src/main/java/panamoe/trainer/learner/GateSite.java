package panamoe.trainer.learner;

import panamoe.autograd.nn.Scope;
import panamoe.moe.TaskGate;
import panamoe.tensor.Rng;

/**
 * The place of one gate in a model: the arguments of {@link GateKind#create}.
 *
 * @param scope the scope in which the gate registers its parameters
 * @param settings the settings of all gates
 * @param tasks the number of slots, T
 * @param width the number of features per row, d
 * @param experts the number of experts, E
 * @param vocabulary the number of tokens
 * @param choices the random numbers of choices that are not learned
 */
record GateSite(Scope scope, GateSettings settings, int tasks, int width, int experts, int vocabulary, Rng choices) {

    /** Creates a gate per task at this place. */
    TaskGate taskGate() {
        return new TaskGate(scope, tasks, width, experts, settings.weightDeviation(), settings.biasDeviation());
    }
}
