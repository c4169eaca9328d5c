package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Check;
import panamoe.tensor.Tensor;

/**
 * Each row takes the k experts with the highest probability, ties going to the lower number.
 *
 * @param k at least 1
 * @param weighting of the chosen experts' outputs
 */
public record TopK(int k, Weighting weighting) implements TokenChoice {

    /** @throws IllegalArgumentException if k is below 1, or does not go with the weighting */
    public TopK {
        Check.that(k >= 1, "top-k with k " + k + ": expected at least 1");
        Check.that(
                k == 1 || weighting != Weighting.UNIT,
                "weighting UNIT with k " + k + ": its weights would sum to " + k + "; use RENORMALIZED");
        Check.that(
                k > 1 || weighting != Weighting.RENORMALIZED,
                "weighting RENORMALIZED with k " + k
                        + ": the weight would be 1 whatever the gate says, and no gradient would reach it; use UNIT or PROBABILITY");
    }

    @Override
    public void checkExperts(int experts) {
        Check.that(k <= experts, () -> "top-" + k + " of " + experts + " experts: expected k of at most " + experts);
    }

    @Override
    public Choice choose(Context ctx, Var x, Var logits) {
        return chooseBy(ctx, logits, null);
    }

    /** Chooses by scores that were made noisy so; null for scores without noise. */
    Choice chooseBy(Context ctx, Var logits, Routing.NoisyScores noisyScores) {
        Var probabilities = logits.softmax();
        Tensor chosen = best(ctx, probabilities.value());
        return new Choice(
                logits, probabilities, chosen, weighting.weights(probabilities.gatherColumns(chosen)), noisyScores);
    }

    /** The k highest of each row of {@code scores[n, E]}: {@code I32[n, k]}. */
    Tensor best(Context ctx, Tensor scores) {
        checkExperts(scores.shape().columns());
        return Choices.best(ctx, scores, k);
    }
}
