package panamoe.trainer.learner.relatedness;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Parameter;
import panamoe.moe.PerTaskGate;
import panamoe.tensor.Backend;
import panamoe.tensor.Tensor;

/** The gates of a new task as a mean of the seen tasks' gates. */
public final class GateBlend {

    private GateBlend() {}

    /**
     * Sets the gates of a task to the mean of others, weighted by the softmax of their similarities to it.
     *
     * @param task the slot of the new task
     * @param seen the slots of the other tasks
     * @param similarities of the new task to each of them, in that order
     */
    public static void set(
            Backend backend, ImmutableList<PerTaskGate> gates, int task, int[] seen, Similarities similarities) {
        double[] weights = Softmax.of(similarities.values());
        for (PerTaskGate gate : gates) {
            for (Parameter stacked : gate.taskParameters()) {
                Tensor values = stacked.value();
                double[] mean = new double[values.size() / values.shape().dim(0)];
                for (int s = 0; s < seen.length; s++) {
                    double[] other = backend.readDoubles(values.rowSlice(seen[s], seen[s] + 1));
                    for (int i = 0; i < mean.length; i++) {
                        mean[i] += weights[s] * other[i];
                    }
                }
                backend.write(values.rowSlice(task, task + 1), mean);
            }
        }
    }
}
