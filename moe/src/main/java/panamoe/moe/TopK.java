package panamoe.moe;

import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Check;
import panamoe.tensor.Tensor;

/**
 * Each row chooses the k experts with the highest probability; ties go to the lower number.
 *
 * @param k at least 1
 * @param weighting of the chosen experts' outputs
 */
public record TopK(int k, Weighting weighting) implements TokenChoice {

    /** @throws IllegalArgumentException if k is below 1 or does not suit the weighting */
    public TopK {
        Check.that(k >= 1, "top-k with k " + k + ": expected at least 1");
        Check.that(
                k == 1 || weighting != Weighting.UNIT,
                "weighting UNIT with k " + k + ": its weights would sum to " + k + "; use RENORMALIZED");
        Check.that(
                k > 1 || weighting != Weighting.RENORMALIZED,
                "weighting RENORMALIZED with k " + k
                        + ": the weight would be 1 and the gate would get no gradient; use UNIT or PROBABILITY");
    }

    @Override
    public void checkExperts(int experts) {
        Check.that(k <= experts, () -> "top-" + k + " of " + experts + " experts: expected k of at most " + experts);
    }

    @Override
    public Choice choose(Context ctx, Var x, Var logits) {
        return chooseBy(ctx, logits, null);
    }

    /** Chooses by scores with this noise; null for scores without noise. */
    Choice chooseBy(Context ctx, Var logits, Routing.@Nullable NoisyScores noisyScores) {
        Var probabilities = logits.softmax();
        Tensor chosen = best(ctx, probabilities.value());
        return new Choice(
                logits, probabilities, chosen, weighting.weights(probabilities.gatherColumns(chosen)), noisyScores);
    }

    /** The columns of the k highest elements of each row of {@code scores[n, E]}: {@code I32[n, k]}. */
    Tensor best(Context ctx, Tensor scores) {
        checkExperts(scores.shape().columns());
        return Choices.best(ctx, scores, k);
    }
}
