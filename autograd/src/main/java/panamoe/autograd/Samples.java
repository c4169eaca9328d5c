package panamoe.autograd;

import java.util.List;
import panamoe.tensor.Shape;

/** Cases that all unary or all binary operations share. */
final class Samples {

    private Samples() {}

    /** One operand in the range of {@code like}. */
    static List<Sample> unary(Op op, Sample.Floats like) {
        return List.of(
                Sample.of("typical", op, shaped(like, 2, 3)),
                Sample.of("scalar", op, shaped(like)),
                Sample.of("zero-size", op, shaped(like, 0, 4)),
                Sample.of("tail", op, shaped(like, 5, 19)),
                Sample.of("rank 3", op, shaped(like, 2, 3, 4)),
                Sample.refused("integers", op, "I32", Sample.vector(1, 2)));
    }

    /** Two operands on both sides of 0. */
    static List<Sample> binary(Op op) {
        return binary(op, Sample.signed());
    }

    /** Two operands, the second in the range of {@code like}. */
    static List<Sample> binary(Op op, Sample.Floats like) {
        return List.of(
                Sample.of("typical", op, Sample.signed(2, 3), shaped(like, 2, 3)),
                Sample.of("scalars", op, Sample.signed(), shaped(like)),
                Sample.of("tail", op, Sample.signed(5, 19), shaped(like, 5, 19)),
                Sample.of("second a scalar", op, Sample.signed(2, 3), shaped(like)),
                Sample.of("first a scalar", op, Sample.signed(), shaped(like, 2, 3)),
                Sample.of("second a row", op, Sample.signed(5, 19), shaped(like, 19)),
                Sample.of("first a row", op, Sample.signed(1, 19), shaped(like, 5, 19)),
                Sample.of("second a column", op, Sample.signed(5, 19), shaped(like, 5, 1)),
                Sample.of("row and column", op, Sample.signed(5, 1), shaped(like, 3)),
                Sample.of("a middle block", op, Sample.signed(2, 3, 4), shaped(like, 3, 1)),
                Sample.of("zero-size", op, Sample.signed(0, 4), shaped(like, 0, 4)),
                Sample.of("zero-size and a row", op, Sample.signed(0, 4), shaped(like, 4)),
                Sample.refused("extents", op, "do not broadcast", Sample.signed(2, 3), shaped(like, 2, 4)),
                Sample.refused("two places", op, "two places", Sample.signed(2, 1, 3), shaped(like, 2, 5, 3)),
                Sample.refused("integers", op, "I32", Sample.signed(2), Sample.vector(1, 2)));
    }

    private static Sample.Floats shaped(Sample.Floats like, int... dims) {
        return new Sample.Floats(Shape.of(dims), like.low(), like.high());
    }
}
