package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Each row takes the k experts with the highest probability, ties going to the lower number.
 *
 * @param k at least 1
 * @param weighting of the chosen experts' outputs
 */
public record TopK(int k, Weighting weighting) {

    /** @throws IllegalArgumentException if k is below 1, or above 1 with weights that are each 1 */
    public TopK {
        Check.that(k >= 1, "top-k with k " + k + ": expected at least 1");
        Check.that(
                k == 1 || weighting != Weighting.UNIT,
                "weighting UNIT with k " + k + ": its weights would sum to " + k + "; use RENORMALIZED");
    }

    /**
     * Chooses experts for every row.
     *
     * @param logits {@code [n, E]}, E at least k
     */
    public Routing route(Context ctx, Var logits, Rows rows) {
        int n = logits.shape().rows();
        int experts = logits.shape().columns();
        Check.that(k <= experts, () -> "top-" + k + " of " + experts + " experts: expected k of at most " + experts);
        Var probabilities = logits.softmax();
        Tensor chosen = ctx.allocate(DType.I32, Shape.of(n, k));
        ctx.backend().topK(probabilities.value(), chosen);
        Tensor routed = ctx.allocate(DType.I32, Shape.of(n, k));
        ctx.backend().maskIndex(chosen, rows.task(), routed);
        // spare rows keep their choice here, so that no weight is 0 / 0; without a slot they get no gradient
        Var p = probabilities.gatherColumns(chosen);
        Var weights = switch (weighting) {
            case UNIT -> p.div(p.stopGradient());
            case RENORMALIZED -> p.div(p.sumTo(Shape.of(n, 1)));
            case PROBABILITY -> p;
        };
        return new Routing(logits, probabilities, routed, weights, rows);
    }
}
