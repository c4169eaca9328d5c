package panamoe.moe;

import panamoe.autograd.Var;
import panamoe.tensor.Shape;

/** Converts the probabilities p of a row's chosen experts to the weights of their outputs. */
public enum Weighting {
    /**
     * {@code p / stopGradient(p)}, for k = 1 only. The value is 1, so that a copied dense network computes the same as
     * before. The gradient {@code dL/dw / p} reaches the gate; a renormalised single weight is the constant 1 and would
     * pass no gradient.
     */
    UNIT,
    /** {@code p / sum of the chosen p}: the weights of a row sum to 1 (Lepikhin et al. 2020, alg. 1). */
    RENORMALIZED,
    /** {@code p} itself (Fedus et al. 2021, eq. 2). */
    PROBABILITY;

    /** {@code p[n, k] -> weights[n, k]}. */
    Var weights(Var p) {
        return switch (this) {
            case UNIT -> p.div(p.stopGradient());
            case RENORMALIZED -> p.div(p.sumTo(Shape.of(p.shape().rows(), 1)));
            case PROBABILITY -> p;
        };
    }
}
