/**
 * Reverse-mode differentiation. An operation is defined once, as a record with its shape rule, forward and
 * vector-Jacobian product; {@link panamoe.autograd.Ops} lists them all.
 *
 * <pre>
 *   Parameters --parameter--> Var --matmul, add, ...--> Var --...--> loss
 *                              |           |
 *                           Context ----- Tape             backward(loss) visits the tape once in reverse
 *                         (one step)   (Op, inputs, Saved)  and writes Parameters.gradients
 * </pre>
 */
@NullMarked
package panamoe.autograd;

import org.jspecify.annotations.NullMarked;
