package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Check;

/** A sparse layer in four steps: route, dispatch, compute, combine. */
public final class MoeLayer {

    private final Gate gate;
    private final TopK selection;
    private final Experts experts;

    /**
     * What one forward gives.
     *
     * @param y {@code [n, d]}; 0 in spare rows
     * @param routing who went where, for losses and statistics
     * @param dispatch how it was laid out
     */
    public record Output(Var y, Routing routing, Dispatch dispatch) {}

    /** @throws IllegalArgumentException if the gate does not score as many experts as there are, or k is larger */
    public MoeLayer(Gate gate, TopK selection, Experts experts) {
        Check.that(
                gate.experts() == experts.count(),
                "the gate scores " + gate.experts() + " experts and there are " + experts.count());
        Check.that(
                selection.k() <= experts.count(),
                "top-" + selection.k() + " of " + experts.count() + " experts: expected k of at most "
                        + experts.count());
        this.gate = gate;
        this.selection = selection;
        this.experts = experts;
    }

    /** The gate. */
    public Gate gate() {
        return gate;
    }

    /** The experts. */
    public Experts experts() {
        return experts;
    }

    /** {@code x[n, d] -> y[n, d]}. */
    public Output forward(Context ctx, Var x, Rows rows) {
        Routing routing = selection.route(ctx, gate.logits(ctx, x, rows), rows);
        Dispatch dispatch = Dispatch.of(ctx, routing);
        Var outputs = experts.forward(ctx, dispatch.scatter(x), dispatch.offsets());
        return new Output(dispatch.combine(outputs, routing), routing, dispatch);
    }
}
