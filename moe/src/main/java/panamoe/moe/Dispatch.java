package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * The order in which the choices of a {@link Routing} are laid out for the experts: m {@linkplain Routing#slots slots},
 * sorted by expert and then by row. No choice is dropped here and no capacity is needed, because each expert's matrix
 * product covers exactly its own range of slots (Gale et al. 2022, MegaBlocks).
 *
 * @param choice {@code I32[m]}: the choice {@code row k + j} of each slot; -1 for an unused slot
 * @param row {@code I32[m]}: the row of each slot; -1 for an unused slot
 * @param offsets {@code I32[E + 1]}: where each expert's slots begin
 */
public record Dispatch(Tensor choice, Tensor row, Tensor offsets) {

    /** Sorts the choices of a routing by expert. */
    public static Dispatch of(Context ctx, Routing routing) {
        Shape choices = Shape.of(routing.rowCount() * routing.k());
        Tensor order = ctx.allocate(DType.I32, choices);
        Tensor offsets = ctx.allocate(DType.I32, Shape.of(routing.expertCount() + 1));
        ctx.backend().countingSort(routing.experts().reshape(choices), order, offsets);
        Tensor choice = order.rowSlice(0, routing.slots());
        Tensor row = ctx.allocate(DType.I32, choice.shape());
        ctx.backend().floorDivide(choice, routing.k(), row);
        return new Dispatch(choice, row, offsets);
    }

    /** {@code x[n, d] -> slots[m, d]}: each slot's row of x. */
    public Var scatter(Var x) {
        return x.gatherRows(row);
    }

    /** {@code outputs[m, d] -> y[n, d]}: for each row, the sum of its slots' outputs times their weights. */
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
