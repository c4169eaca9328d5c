package panamoe.moe;

import panamoe.autograd.Parameter;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Tensor;

/** Where the gate of a task that was not trained yet begins. */
public final class GateTransfer {

    private GateTransfer() {}

    /** The new task's gate begins as a copy of a seen task's: at first both route exactly alike. */
    public static void copy(Backend backend, PerTaskGate gate, int fromTask, int toTask) {
        gate.taskParameters().forEach(stacked -> copyEntry(backend, stacked, fromTask, toTask));
    }

    private static void copyEntry(Backend backend, Parameter stacked, int from, int to) {
        int tasks = stacked.shape().dim(0);
        Check.that(
                from >= 0 && from < tasks && to >= 0 && to < tasks,
                "gate transfer from task " + from + " to " + to + ": expected tasks 0.." + (tasks - 1));
        backend.copy(stacked.value().rowSlice(from, from + 1), stacked.value().rowSlice(to, to + 1));
    }

    /**
     * The new task's gate begins at the experts that the seen tasks use least: its bias becomes {@code -ln(use_e +
     * 0.1 / E)}, less the mean, so that, the weights being small, an expert's probability goes with the inverse of its
     * use. Its weights stay.
     *
     * @param use {@code [E]}: share of the seen tasks' choices per expert, as in {@link RoutingStats#load()}
     */
    public static void startAtLeastUsed(Backend backend, TaskGate gate, int task, double[] use) {
        int experts = gate.experts();
        Check.that(use.length == experts, "use of " + use.length + " experts: expected " + experts);
        Check.that(
                task >= 0 && task < gate.tasks(), "gate start of task " + task + ": expected 0.." + (gate.tasks() - 1));
        double[] bias = new double[experts];
        double mean = 0;
        for (int e = 0; e < experts; e++) {
            bias[e] = -Math.log(use[e] + 0.1 / experts);
            mean += bias[e] / experts;
        }
        for (int e = 0; e < experts; e++) {
            bias[e] -= mean;
        }
        Tensor entry = gate.bias().value().rowSlice(task, task + 1);
        backend.write(entry, bias);
    }
}
