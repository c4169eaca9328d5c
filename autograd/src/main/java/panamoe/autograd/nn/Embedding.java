package panamoe.autograd.nn;

import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.Var;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** A table of one row per token: {@code I32[n] -> [n, width]}. */
public final class Embedding {

    private final Parameter weight;

    /** Registers {@code weight [count, width]}, normal with standard deviation 0.02 as in BERT (Devlin et al. 2019). */
    public Embedding(Scope scope, int count, int width) {
        this.weight = scope.add("weight", Shape.of(count, width), Init.normal(0.02));
    }

    /** The rows of the tokens {@code index I32[n]}; 0 for token -1. */
    public Var forward(Context context, Tensor index) {
        return context.parameter(weight).gatherRows(index);
    }
}
