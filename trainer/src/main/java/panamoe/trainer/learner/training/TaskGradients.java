package panamoe.trainer.learner.training;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.trainer.learner.LossWeighting;

/**
 * Keeps the gradient of each task of a batch and combines them into the gradient of the step. {@link GradNorm} takes the mean of the
 * gradients, each multiplied by the weight of its task. {@link PcGrad} takes the mean of the projected gradients. {@link CaGrad} turns
 * the mean of the gradients.
 */
final class TaskGradients {

    private final Parameters parameters;
    private final Backend backend;
    private final @Nullable GradNorm gradNorm;
    private final @Nullable PcGrad pcGrad;
    private final @Nullable CaGrad caGrad;
    private final Parameter lastShared;
    private final MutableList<Tensor> kept = Lists.mutable.empty();
    private final MutableList<Tensor> projected = Lists.mutable.empty();
    private final Tensor scaled;
    private final Tensor factors;
    private final Tensor squaredNorms;

    /**
     * Allocates the gradients for the parameters of a model.
     *
     * @param weighting GRADNORM, PCGRAD or CAGRAD
     * @param tasks number of slots
     * @param most the maximum number of tasks in a batch
     */
    TaskGradients(Parameters parameters, LossWeighting weighting, TrainingSettings settings, int tasks, int most) {
        Check.that(weighting.comparesTasks(), weighting + " needs no gradients of single tasks");
        this.parameters = parameters;
        this.backend = parameters.backend();
        this.gradNorm = weighting == LossWeighting.GRADNORM ? new GradNorm(tasks, settings.gradNorm()) : null;
        this.pcGrad = weighting == LossWeighting.PCGRAD ? new PcGrad(parameters) : null;
        this.caGrad = weighting == LossWeighting.CAGRAD ? new CaGrad(parameters, settings.caGrad(), most) : null;
        this.lastShared = parameters
                .list()
                .select(p ->
                        !p.isStacked() && p.isTrainable() && p.shape().rank() == 2 && p.role() != ParameterRole.GATE)
                .getLast();
        Shape flat = parameters.gradients().shape();
        for (int i = 0; i < most; i++) {
            kept.add(Tensor.zeros(backend, backend.floatType(), flat));
            if (pcGrad != null) {
                projected.add(Tensor.zeros(backend, backend.floatType(), flat));
            }
        }
        this.scaled = Tensor.zeros(backend, backend.floatType(), flat);
        this.factors = Tensor.zeros(backend, backend.floatType(), Shape.of(most));
        this.squaredNorms = Tensor.zeros(backend, backend.floatType(), Shape.of(most));
    }

    /** The weights of the tasks; null for PCGrad and CAGrad. */
    @Nullable
    GradNorm gradNorm() {
        return gradNorm;
    }

    /** Begins a step with these tasks. */
    void begin(int[] tasks) {
        double[] values = new double[factors.shape().size()];
        for (int i = 0; i < tasks.length; i++) {
            values[i] = (gradNorm == null ? 1 : gradNorm.weight(tasks[i])) / tasks.length;
        }
        backend.write(factors, values);
    }

    /** Copies the gradient of the i-th task after its backward pass. */
    void keep(int i) {
        backend.copy(parameters.gradients(), kept.get(i));
        backend.sumSquares(
                lastShared.gradient(), squaredNorms.rowSlice(i, i + 1).reshape(Shape.SCALAR));
    }

    /** Writes the gradient of the step to the gradients of the parameters. */
    void combine(int tasks) {
        ImmutableList<Tensor> gradients = kept.take(tasks).toImmutable();
        if (pcGrad != null) {
            ImmutableList<Tensor> results = projected.take(tasks).toImmutable();
            pcGrad.project(gradients, results);
            gradients = results;
        }
        Tensor sum = parameters.gradients();
        backend.fill(0, sum);
        for (int i = 0; i < tasks; i++) {
            backend.mul(gradients.get(i), factors.rowSlice(i, i + 1), scaled);
            backend.axpy(1, scaled, sum);
        }
        if (caGrad != null) {
            caGrad.turn(gradients, sum);
        }
    }

    /** Ends a step: updates the weights of GradNorm with the losses of the tasks. */
    void end(int[] tasks, double[] losses) {
        if (gradNorm != null) {
            double[] norms = backend.readDoubles(squaredNorms);
            for (int i = 0; i < tasks.length; i++) {
                norms[i] = Math.sqrt(norms[i]);
            }
            gradNorm.update(tasks, losses, norms);
        }
    }
}
