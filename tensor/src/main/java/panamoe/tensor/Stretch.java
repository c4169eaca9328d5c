package panamoe.tensor;

/**
 * How an operand's elements are repeated when it is stretched to an output shape: element {@code i} of the output reads
 * element {@code (i / inner) % length} of the operand. Covers a scalar (length 1), a row {@code [d]} in {@code [n, d]}
 * (inner 1), a column {@code [n, 1]} in {@code [n, d]} (inner d) and a block of middle axes.
 *
 * @param length the operand's number of elements
 * @param inner how many times each element is repeated in succession
 */
public record Stretch(int length, int inner) {

    /**
     * The repetition of {@code operand} in {@code output}.
     *
     * @throws IllegalArgumentException if the operand does not stretch to the output, or its axes of extent above 1 are
     *     not adjacent, as in {@code [a, 1, c]} to {@code [a, b, c]}
     */
    public static Stretch of(Shape operand, Shape output) {
        if (!Shape.broadcast(operand, output).equals(output)) {
            throw new IllegalArgumentException("shape " + operand + " does not stretch to " + output);
        }
        int length = operand.size();
        int lead = output.rank() - operand.rank();
        int inner = 1;
        int axis = output.rank() - 1;
        while (axis >= lead && operand.dim(axis - lead) == 1) {
            inner *= output.dim(axis--);
        }
        int block = 1;
        while (axis >= lead && operand.dim(axis - lead) == output.dim(axis)) {
            block *= output.dim(axis--);
        }
        if (block != length && output.size() > 0) {
            throw new IllegalArgumentException("shape " + operand + " stretches to " + output
                    + " in two places; reshape so that its axes above 1 are neighbours");
        }
        return length == 1 ? new Stretch(1, Math.max(1, output.size())) : new Stretch(length, Math.max(1, inner));
    }

    /** True if no element is repeated: the operand has the output's size. */
    public boolean isIdentity(int outputSize) {
        return length == outputSize && inner == 1;
    }
}
