package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;

/**
 * Restricts another gate to the private experts of each row's task. Task t has the experts {@code t E / T} to {@code (t
 * + 1) E / T - 1}; all others get probability 0. With E = T each task has one expert and no choice: a control that
 * separates the effect of isolation from that of sharing. The k of the selection must be at most E / T.
 */
public final class PrivateExpertsGate implements Gate {

    private final Gate within;
    private final Parameter ownership;

    /**
     * Registers the frozen {@code ownership [T, E]}, as {@link ParameterRole#GATE}.
     *
     * @param within the gate that scores the experts
     * @throws IllegalArgumentException if the number of experts is not a multiple of the tasks
     */
    public PrivateExpertsGate(Scope scope, int tasks, Gate within) {
        int experts = within.experts();
        Check.that(
                tasks >= 1 && experts % tasks == 0,
                experts + " experts private to " + tasks + " tasks: expected a multiple of the tasks");
        this.within = within;
        this.ownership = Ownership.register(scope, tasks, 0, experts);
    }

    @Override
    public int experts() {
        return within.experts();
    }

    @Override
    public Var logits(Context ctx, Var x, Rows rows) {
        return within.logits(ctx, x, rows).addSegmentBias(ctx.parameter(ownership), rows.taskOffsets());
    }

    @Override
    public void takePart(Backend backend, Gate whole, Part part) {
        PrivateExpertsGate from = (PrivateExpertsGate) whole;
        within.takePart(backend, from.within, part);
        Part.copy(backend, from.ownership, ownership, part.tasks(), part.experts());
    }
}
