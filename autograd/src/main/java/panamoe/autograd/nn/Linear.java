package panamoe.autograd.nn;

import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.Var;
import panamoe.tensor.Shape;

/** {@code y = x W + b}: {@code [n, in] -> [n, out]}. */
public final class Linear {

    private final Parameter weight;
    private final Parameter bias;

    /**
     * Registers {@code weight [in, out]} (Glorot and Bengio 2010) and {@code bias [out]} (0), which has no weight
     * decay.
     */
    public Linear(Scope scope, int in, int out) {
        this(scope, in, out, Init.glorot());
    }

    /** Registers {@code weight [in, out]} and {@code bias [out]} (0), which has no weight decay. */
    public Linear(Scope scope, int in, int out, Init weight) {
        this.weight = scope.add("weight", Shape.of(in, out), weight);
        this.bias = scope.undecayed().add("bias", Shape.of(out), Init.constant(0));
    }

    /** {@code x[n, in] -> y[n, out]}. */
    public Var forward(Context context, Var x) {
        return x.matmul(context.parameter(weight)).add(context.parameter(bias));
    }

    /** {@code [in, out]}. */
    public Parameter weight() {
        return weight;
    }

    /** {@code [out]}. */
    public Parameter bias() {
        return bias;
    }
}
