package panamoe.moe;

import panamoe.autograd.Var;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Which experts the rows of a step go to, and with what weight.
 *
 * @param logits {@code [n, E]}: the gate's scores
 * @param probabilities {@code [n, E]}: their softmax
 * @param experts {@code I32[n, k]}: the chosen experts; -1 for spare rows
 * @param weights {@code [n, k]}: of the chosen experts' outputs
 * @param rows what the gate knew of the rows
 */
public record Routing(Var logits, Var probabilities, Tensor experts, Var weights, Rows rows) {

    /** The number of experts, E. */
    public int expertCount() {
        return logits.shape().columns();
    }

    /** The mean of each expert's probability over the rows that are not spare, {@code [1, E]}. */
    Var meanProbabilities() {
        return probabilities.context().constant(rows.weight()).matmul(probabilities);
    }

    /** The number of chosen experts per row, k. */
    public int k() {
        return experts.shape().columns();
    }

    /** The number of rows, n. */
    int rowCount() {
        return experts.shape().rows();
    }

    /** The weights as one column over all choices, {@code [n k, 1]}. */
    Var weightColumn() {
        return weights.reshape(Shape.of(rowCount() * k(), 1));
    }
}
