package panamoe.moe;

import java.util.function.UnaryOperator;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.DType;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Random numbers inside a step, computed with the dropout kernel, which is counter-based. It keeps each of 1/2, 1/4,
 * 1/8, ... with probability 1/2, and the sum of the kept terms is uniform.
 */
final class RandomDraws {

    /** Enough bits that ties are rare, and few enough that no number rounds to 0 or 1 in single precision. */
    private static final int BITS = 16;

    // Phi(x) = sigmoid(LINEAR x + CUBIC x^3) to 1.4e-4 (Page 1977, "Approximations to the cumulative normal function")
    private static final double LINEAR = 1.5976;
    private static final double CUBIC = 0.07056;

    private RandomDraws() {}

    /**
     * Uniform in (0, 1): the midpoints of 2^bits equal intervals. The numbers differ from step to step.
     *
     * @throws IllegalStateException if the step has no dropout key
     */
    static Var uniform(Context ctx, Shape shape, int bits) {
        if (!ctx.hasDropoutKey()) {
            throw new IllegalStateException("random routing in a step without random numbers:"
                    + " give Context.training a dropout key, or use inference");
        }
        return uniform(ctx, shape, bits, halves -> halves.dropout(0.5));
    }

    /** As {@link #uniform(Context, Shape, int)}, but with the same numbers in each step. */
    static Var fixedUniform(Context ctx, Shape shape, Rng rng) {
        return uniform(ctx, shape, BITS, halves -> {
            Backend k = ctx.backend();
            Tensor key = ctx.allocate(DType.I32, Shape.of(3));
            k.fill(rng.low(), key.rowSlice(0, 1));
            k.fill(rng.high(), key.rowSlice(1, 2));
            k.fill(0, key.rowSlice(2, 3));
            Tensor kept = ctx.floats(halves.shape());
            k.dropout(halves.value(), 0.5, key, 0, kept);
            return ctx.constant(kept);
        });
    }

    /** As {@link #uniform(Context, Shape, int)} with enough bits that ties are rare. */
    static Var uniform(Context ctx, Shape shape) {
        return uniform(ctx, shape, BITS);
    }

    private static Var uniform(Context ctx, Shape shape, int bits, UnaryOperator<Var> keepHalf) {
        Tensor halves = ctx.floats(Shape.of(bits, shape.size()));
        for (int bit = 0; bit < bits; bit++) {
            // dropout at rate 0.5 doubles the kept terms
            ctx.backend().fill(Math.scalb(1.0, -bit - 2), halves.rowSlice(bit, bit + 1));
        }
        return keepHalf.apply(ctx.constant(halves))
                .sumTo(Shape.of(shape.size()))
                .affine(1, Math.scalb(1.0, -bits - 1))
                .reshape(shape);
    }

    /**
     * Normal with mean 0 and deviation 1. The distribution function is accurate to 1.4e-4, and all numbers lie within
     * 4.2 of 0. A uniform number u is mapped by the inverse of Page's approximation, which is the root of a cubic,
     * {@code LINEAR x + CUBIC x^3 = ln(u / (1 - u))}.
     */
    static Var normal(Context ctx, Shape shape) {
        Var u = uniform(ctx, shape);
        Var y = u.log().sub(u.affine(-1, 1).log());
        double p = LINEAR / CUBIC;
        Var s = y.scale(1.5 / (CUBIC * p) * Math.sqrt(3 / p));
        Var third = s.add(s.square().affine(1, 1).sqrt()).log().scale(1.0 / 3);
        return third.exp().sub(third.neg().exp()).scale(Math.sqrt(p / 3));
    }
}
