package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Each expert takes the {@code ceil(n factor / E)} rows that give it the highest probability, which is also the weight;
 * ties go to the lower row (Zhou et al. 2022). The load is balanced by construction; a row may get any number of
 * experts from none to all. The experts of a row depend on the rest of its batch, so this suits training more than
 * inference.
 *
 * <p>n includes padding rows, because the shapes of a step cannot depend on their number. Experts take padding rows last,
 * and these are then removed.
 *
 * @param factor the mean number of experts per row, above 0
 */
public record ExpertChoice(double factor) implements Selection {

    /** @throws IllegalArgumentException if the factor is not above 0 */
    public ExpertChoice {
        Check.that(factor > 0, "expert choice with capacity factor " + factor + ": expected above 0");
    }

    @Override
    public void checkExperts(int experts) {
        // any number of experts is valid
    }

    @Override
    public Routing route(Context ctx, Var x, Var logits, Rows rows) {
        int n = logits.shape().rows();
        int experts = logits.shape().columns();
        int places = Choices.places(factor, n, experts, n);
        Var probabilities = logits.softmax();
        Tensor best = Choices.bestRows(ctx, realRowsFirst(ctx, probabilities.value(), rows), places);
        int pairs = experts * places;
        Tensor table =
                Choices.table(ctx, best.reshape(Shape.of(pairs)), Choices.rowOfEach(ctx, pairs, places), n, experts);
        Tensor routed = ctx.allocate(table.dtype(), table.shape());
        ctx.backend().maskIndex(table, rows.task(), routed);
        return new Routing(logits, probabilities, routed, probabilities, rows, routed, pairs, null);
    }

    /** {@code p}, and {@code p - 2}, which is below any probability, in padding rows. */
    private static Tensor realRowsFirst(Context ctx, Tensor p, Rows rows) {
        Backend k = ctx.backend();
        Shape row = Shape.of(rows.count(), 1);
        Tensor two = ctx.floats(row);
        k.fill(2, two);
        Tensor twoIfReal = ctx.floats(row);
        k.reluBackward(rows.weight(), two, twoIfReal);
        Tensor penalty = ctx.floats(row);
        k.sub(twoIfReal, two, penalty);
        Tensor scores = ctx.floats(p.shape());
        k.add(p, penalty, scores);
        return scores;
    }
}
