package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * A moving average of the share of one layer's choices per expert: {@code a = decay a + (1 - decay) f}. If each batch
 * has one task, the average covers all tasks, so that a balance loss on it lets each task specialise.
 */
public final class LoadAverage {

    private final double decay;
    private final Tensor average;

    /**
     * The average starts at 1 / E for each expert.
     *
     * @param decay in [0, 1)
     */
    public LoadAverage(Backend backend, int experts, double decay) {
        Check.that(decay >= 0 && decay < 1, "load average with decay " + decay + ": expected 0 <= decay < 1");
        this.decay = decay;
        this.average = Tensor.zeros(backend, backend.floatType(), Shape.of(experts));
        backend.fill(1.0 / experts, average);
    }

    /** The averaged share of choices per expert, {@code [E]}; part of a checkpoint. */
    public Tensor value() {
        return average;
    }

    /** Updates the average with one step's shares {@code f[E]}. */
    void update(Context ctx, Tensor f) {
        Tensor next = ctx.floats(average.shape());
        ctx.backend().affine(decay, average, 0, next);
        ctx.backend().axpy(1 - decay, f, next);
        ctx.backend().copy(next, average);
    }
}
