package panamoe.autograd.nn;

import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Var;
import panamoe.tensor.Check;
import panamoe.tensor.Tensor;

/** Multi-head self-attention over packed sequences (Vaswani et al. 2017, section 3.2.2): {@code [n, width] -> [n, width]}. */
public final class SelfAttention {

    private final Linear qkv;
    private final Linear output;
    private final int heads;

    /**
     * Registers the linear layers {@code qkv [width, 3 width]} and {@code output [width, width]}. The columns of qkv
     * give the queries, the keys and the values, each with the heads concatenated.
     *
     * @param heads the number of heads, a divisor of width
     */
    public SelfAttention(Scope scope, int width, int heads) {
        Check.that(
                heads >= 1 && width % heads == 0,
                "attention " + scope.fullName("qkv") + ": " + heads + " heads, expected a divisor of width " + width);
        this.qkv = new Linear(scope.child("qkv"), width, 3 * width, Init.glorot(width, width));
        this.output = new Linear(scope.child("output"), width, width);
        this.heads = heads;
    }

    /**
     * {@code x[n, width] -> y[n, width]}; a row attends to the rows of its sequence.
     *
     * @param offsets {@code I32[S + 1]}: where each sequence's rows begin
     */
    public Var forward(Context context, Var x, Tensor offsets) {
        return output.forward(context, qkv.forward(context, x).attention(offsets, heads));
    }
}
