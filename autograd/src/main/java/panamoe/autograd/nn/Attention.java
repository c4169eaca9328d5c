package panamoe.autograd.nn;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Check;
import panamoe.tensor.Tensor;

/** Multi-head self-attention over packed sequences (Vaswani et al. 2017, section 3.2.2): {@code [n, width] -> [n, width]}. */
public final class Attention {

    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final int heads;

    /**
     * Registers the linears {@code query}, {@code key}, {@code value} and {@code output}, each {@code [width, width]}.
     *
     * @param heads divides width
     */
    public Attention(Scope scope, int width, int heads) {
        Check.that(
                heads >= 1 && width % heads == 0,
                "attention " + scope.fullName("query") + ": " + heads + " heads, expected a divisor of width " + width);
        this.query = new Linear(scope.child("query"), width, width);
        this.key = new Linear(scope.child("key"), width, width);
        this.value = new Linear(scope.child("value"), width, width);
        this.output = new Linear(scope.child("output"), width, width);
        this.heads = heads;
    }

    /**
     * {@code x[n, width] -> y[n, width]}; a row attends to the rows of its own sequence.
     *
     * @param offsets {@code I32[S + 1]}: where each sequence's rows begin
     */
    public Var forward(Context context, Var x, Tensor offsets) {
        Var q = query.forward(context, x);
        Var k = key.forward(context, x);
        Var v = value.forward(context, x);
        return output.forward(context, q.attention(k, v, offsets, heads));
    }
}
