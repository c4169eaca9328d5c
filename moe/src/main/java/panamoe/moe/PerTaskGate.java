package panamoe.moe;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Parameter;

/** A gate of which a part belongs to one task each. */
public interface PerTaskGate extends Gate {

    /** The stacked parameters {@code [T, ...]}: entry t is task t's own. */
    ImmutableList<Parameter> taskParameters();

    /** The number of tasks, T. */
    default int tasks() {
        return taskParameters().getFirst().shape().dim(0);
    }
}
