package panamoe.autograd;

/**
 * A residual connection and the layer normalisation after it ({@link Var#addLayerNorm}).
 *
 * @param sum {@code a + b}, {@code [n, d]}
 * @param normalized the layer normalisation of the sum, {@code [n, d]}
 */
public record NormalizedSum(Var sum, Var normalized) {}
