package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * A bias per expert of one layer, which balances the load without a loss (Wang et al. 2024, alg. 1). After each step,
 * the bias of an expert with less than an even share of the choices rises by a fixed rate; with more than an even
 * share, it falls by this rate: {@code b = b + rate sign(1 / E - f)}.
 */
public final class ExpertBias {

    private final double rate;
    private final Tensor bias;

    /**
     * All biases start at 0.
     *
     * @param rate above 0; 0.001 in both papers
     */
    public ExpertBias(Backend backend, int experts, double rate) {
        Check.that(rate > 0, "expert bias with rate " + rate + ": expected above 0");
        this.rate = rate;
        this.bias = Tensor.zeros(backend, backend.floatType(), Shape.of(experts));
    }

    /** The biases, {@code [E]}; part of a checkpoint. */
    public Tensor value() {
        return bias;
    }

    /** Copies the biases of the kept experts. */
    void takePart(Backend backend, ExpertBias whole, Part part) {
        double[] all = backend.readDoubles(whole.bias);
        backend.write(bias, part.experts().asLazy().collectDouble(e -> all[e]).toArray());
    }

    /** Updates the biases from the choices of one training step, as a part of that step; the next step uses them. */
    public void update(Context ctx, MoeLayer.Output output) {
        Backend k = ctx.backend();
        Shape shape = bias.shape();
        Tensor f = output.shares(ctx);
        Tensor missing = ctx.floats(shape);
        k.affine(-1, f, 1.0 / shape.size(), missing);
        Tensor surplus = ctx.floats(shape);
        k.affine(1, f, -1.0 / shape.size(), surplus);
        Tensor step = ctx.floats(shape);
        k.fill(rate, step);
        Tensor moved = ctx.floats(shape);
        k.reluBackward(missing, step, moved);
        k.axpy(1, moved, bias);
        k.reluBackward(surplus, step, moved);
        k.axpy(-1, moved, bias);
    }
}
