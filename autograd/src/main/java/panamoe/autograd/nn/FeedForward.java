package panamoe.autograd.nn;

import panamoe.autograd.Context;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;

/** Linear, GELU, linear: {@code [n, width] -> [n, hidden] -> [n, width]}. */
public final class FeedForward {

    private final Linear in;
    private final Linear out;

    /**
     * Registers the linear layers {@code in [width, hidden]} and {@code out [hidden, width]}, as {@link
     * ParameterRole#FEED_FORWARD}.
     */
    public FeedForward(Scope scope, int width, int hidden) {
        Scope network = scope.defaultRole(ParameterRole.FEED_FORWARD);
        this.in = new Linear(network.child("in"), width, hidden);
        this.out = new Linear(network.child("out"), hidden, width);
    }

    /** {@code x[n, width] -> y[n, width]}. */
    public Var forward(Context context, Var x) {
        Var inner = x.matmul(context.parameter(in.weight())).biasGelu(context.parameter(in.bias()));
        return out.forward(context, inner);
    }

    /** The first linear layer. */
    public Linear in() {
        return in;
    }

    /** The second linear layer. */
    public Linear out() {
        return out;
    }
}
