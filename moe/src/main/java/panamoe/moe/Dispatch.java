package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * The order in which the n k choices of a {@link Routing} are laid out for the experts: a slot per choice, sorted by
 * expert, stable in the row. No choice is dropped, and no capacity is needed, because each expert's matrix product takes
 * just its own range of slots (Gale et al. 2022, MegaBlocks).
 *
 * @param choice {@code I32[n k]}: the choice {@code row k + j} behind each slot; -1 for slots left over by spare rows
 * @param row {@code I32[n k]}: the row behind each slot; -1 likewise
 * @param offsets {@code I32[E + 1]}: where each expert's slots begin
 */
public record Dispatch(Tensor choice, Tensor row, Tensor offsets) {

    /** Lays out the choices of a routing. */
    public static Dispatch of(Context ctx, Routing routing) {
        int slots = routing.rowCount() * routing.k();
        Tensor choice = ctx.allocate(DType.I32, Shape.of(slots));
        Tensor row = ctx.allocate(DType.I32, Shape.of(slots));
        Tensor offsets = ctx.allocate(DType.I32, Shape.of(routing.expertCount() + 1));
        ctx.backend().countingSort(routing.experts().reshape(Shape.of(slots)), choice, offsets);
        ctx.backend().floorDivide(choice, routing.k(), row);
        return new Dispatch(choice, row, offsets);
    }

    /** {@code x[n, d] -> slots[n k, d]}: each slot's row of x. */
    public Var scatter(Var x) {
        return x.gatherRows(row);
    }

    /** {@code outputs[n k, d] -> y[n, d]}: for each row, the sum of its slots' outputs times their weights. */
    public Var combine(Var outputs, Routing routing) {
        Var weights = routing.weightColumn().gatherRows(choice);
        return outputs.mul(weights).scatterAddRows(row, routing.rowCount());
    }

    /** The share of all choices that went to each expert, {@code [E]}: f of Fedus et al. 2021, eq. 5. */
    public Tensor fractions(Context ctx) {
        Tensor f = ctx.floats(Shape.of(offsets.size() - 1));
        ctx.backend().segmentFractions(offsets, f);
        return f;
    }
}
