package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Limits another selection to {@code C = ceil(factor n k / E)} rows per expert (Lepikhin et al. 2020, alg. 1; Fedus et
 * al. 2021, eq. 3). Further choices are dropped: the row skips that expert, and the weights of its other choices stay.
 * n includes padding rows, but these take no place.
 *
 * @param within the selection to limit
 * @param factor the capacity relative to an even share, above 0
 * @param priority the order in which an expert accepts choices
 */
public record Capacity(TokenChoice within, double factor, Priority priority) implements Selection {

    /** The order in which an expert accepts choices. */
    public enum Priority {
        /**
         * All first choices before all second choices and so on; within each, lower rows first (Lepikhin et al. 2020,
         * alg. 1).
         */
        FIRST_COME,
        /**
         * The choices with the highest probability, ties to the lower row: batch prioritised routing (Riquelme et al.
         * 2021, section 4), by choice.
         */
        PROBABILITY
    }

    /** @throws IllegalArgumentException if the factor is not above 0 */
    public Capacity {
        Check.that(factor > 0, "capacity factor " + factor + ": expected above 0");
    }

    @Override
    public void checkExperts(int experts) {
        within.checkExperts(experts);
    }

    @Override
    public Routing route(Context ctx, Var x, Var logits, Rows rows) {
        TokenChoice.Choice choice = within.choose(ctx, x, logits);
        Tensor wanted = choice.routed(ctx, rows);
        int n = wanted.shape().rows();
        int k = wanted.shape().columns();
        int experts = logits.shape().columns();
        int places = Choices.places(factor, n * k, experts, n);
        int pairs = experts * places;

        Tensor served = Choices.bestRows(ctx, scores(ctx, choice, wanted, experts), places);
        Tensor servedTable =
                Choices.table(ctx, served.reshape(Shape.of(pairs)), Choices.rowOfEach(ctx, pairs, places), n, experts);
        Tensor wantedTable = Choices.table(
                ctx, Choices.rowOfEach(ctx, n * k, k), choice.experts().reshape(Shape.of(n * k)), n, experts);
        // an expert that few rows want fills its places with other rows, which are not in the second table
        Tensor both = Choices.and(ctx, servedTable, wantedTable);
        Tensor routed = ctx.allocate(both.dtype(), both.shape());
        ctx.backend().maskIndex(both, rows.task(), routed);
        return new Routing(
                choice.logits(),
                choice.probabilities(),
                routed,
                choice.weights().scatterAddColumns(choice.experts(), experts),
                rows,
                wanted,
                Math.min(n * k, pairs),
                choice.noisyScores());
    }

    /** {@code [n, E]}: the priority of each wanted pair, at least 0, and -1 for the others. */
    private Tensor scores(Context ctx, TokenChoice.Choice choice, Tensor wanted, int experts) {
        Backend k = ctx.backend();
        Tensor priorities = ctx.floats(wanted.shape());
        switch (priority) {
            case FIRST_COME -> earlierChoiceFirst(ctx, priorities);
            case PROBABILITY -> k.gatherColumns(choice.probabilities().value(), wanted, priorities);
        }
        Shape table = Shape.of(wanted.shape().rows(), experts);
        Tensor spread = ctx.floats(table);
        k.scatterAddColumns(priorities, wanted, spread);
        Tensor unwanted = ctx.floats(table);
        k.affine(-1, Routing.chosen(ctx, wanted, experts), 1, unwanted);
        Tensor scores = ctx.floats(table);
        k.sub(spread, unwanted, scores);
        return scores;
    }

    /** {@code k, k - 1, ..., 1} in every row. */
    private static void earlierChoiceFirst(Context ctx, Tensor priorities) {
        int k = priorities.shape().columns();
        Tensor descending = ctx.floats(Shape.of(k));
        for (int j = 0; j < k; j++) {
            ctx.backend().fill(k - j, descending.rowSlice(j, j + 1));
        }
        Tensor zero = ctx.floats(Shape.SCALAR);
        ctx.backend().fill(0, zero);
        ctx.backend().add(descending, zero, priorities);
    }

    @Override
    public void takePart(Backend backend, Selection whole, Part part) {
        within.takePart(backend, ((Capacity) whole).within, part);
    }
}
