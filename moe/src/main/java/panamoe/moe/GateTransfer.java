package panamoe.moe;

import panamoe.autograd.Parameter;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Tensor;

/** Initialises the gate of a new task. */
public final class GateTransfer {

    private GateTransfer() {}

    /** Copies the gate of a seen task to the new task, so that at first both route identically. */
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
     * Starts the new task at the experts that the seen tasks use least. The bias of its gate becomes {@code -ln(use_e +
     * 0.1 / E)}, minus the mean; its weights stay. While the weights are small, the probability of an expert is
     * inversely proportional to {@code use_e + 0.1 / E}.
     *
     * @param use {@code [E]}: the share of the seen tasks' choices per expert, as in {@link RoutingStats#load()}
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
