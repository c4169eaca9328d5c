package panamoe.trainer.learner;

import panamoe.autograd.nn.Scope;
import panamoe.moe.TaskGate;
import panamoe.tensor.Rng;

/**
 * The place of one gate in a model.
 *
 * @param scope where the gate registers its parameters
 * @param settings that all gates begin with
 * @param tasks the number of slots, T
 * @param width of the rows, d
 * @param experts that the gate scores, E
 * @param vocabulary the number of tokens
 * @param choices random numbers of what is drawn and not learned
 */
record GateSite(Scope scope, GateSettings settings, int tasks, int width, int experts, int vocabulary, Rng choices) {

    /** A gate per task here. */
    TaskGate taskGate() {
        return new TaskGate(scope, tasks, width, experts, settings.weightDeviation(), settings.biasDeviation());
    }
}
