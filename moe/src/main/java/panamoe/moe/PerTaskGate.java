package panamoe.moe;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Parameter;

/** A gate with parameters for each task. */
public interface PerTaskGate extends Gate {

    /** The stacked parameters {@code [T, ...]}: entry t belongs to task t. */
    ImmutableList<Parameter> taskParameters();

    /** The number of tasks, T. */
    default int tasks() {
        return taskParameters().getFirst().shape().dim(0);
    }
}
