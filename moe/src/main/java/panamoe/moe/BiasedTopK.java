package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Tensor;

/**
 * {@link TopK} of {@code probability + bias}. The bias affects the choice only; the weights come from the probabilities
 * (Wang et al. 2024, "Auxiliary-loss-free load balancing"; DeepSeek-V3 2024, eq. 16).
 *
 * @param topK the number of experts and their weighting
 * @param bias the bias of each expert
 */
public record BiasedTopK(TopK topK, ExpertBias bias) implements TokenChoice {

    /** Prevents a weight of 0 / 0 if the probability of a chosen expert has underflowed to 0. */
    private static final double TINY = 1e-30;

    @Override
    public void checkExperts(int experts) {
        topK.checkExperts(experts);
    }

    @Override
    public Choice choose(Context ctx, Var x, Var logits) {
        Var probabilities = logits.softmax();
        Tensor biased = ctx.floats(probabilities.shape());
        ctx.backend().add(probabilities.value(), bias.value(), biased);
        Tensor chosen = topK.best(ctx, biased);
        Var p = probabilities.gatherColumns(chosen).affine(1, TINY);
        return new Choice(logits, probabilities, chosen, topK.weighting().weights(p), null);
    }

    @Override
    public void takePart(Backend backend, Selection whole, Part part) {
        bias.takePart(backend, ((BiasedTopK) whole).bias, part);
    }
}
