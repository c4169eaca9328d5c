package panamoe.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions on vectors of floats. Every step is an operation whose result IEEE 754 fixes, so interpreted and compiled
 * code, and every machine of the same width, give the same bits; {@code lanewise(EXP)} and {@code reduceLanes(ADD)}
 * promise neither.
 */
final class VectorMath {

    /** The widest shape of this machine. */
    static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;

    /** Lanes of {@link #F}. */
    static final int LANES = F.length();

    private static final VectorShuffle<Float> ROTATE_8 = VectorShuffle.iota(F, 8 % LANES, 1, true);
    private static final VectorShuffle<Float> ROTATE_4 = VectorShuffle.iota(F, 4 % LANES, 1, true);
    private static final VectorShuffle<Float> ROTATE_2 = VectorShuffle.iota(F, 2, 1, true);
    private static final VectorShuffle<Float> ROTATE_1 = VectorShuffle.iota(F, 1, 1, true);

    /** Adding this to a float of magnitude below 2^22 leaves its rounded value in the low bits of the mantissa. */
    private static final float ROUND = 0x1.8p23f;

    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;

    private static final float SQRT_HALF = 0.70710678f;
    private static final float ONE_OVER_SQRT_2_PI = 0.39894228f;

    private VectorMath() {}

    static FloatVector load(float[] x, int offset) {
        return FloatVector.fromArray(F, x, offset);
    }

    static FloatVector load(float[] x, int offset, VectorMask<Float> mask) {
        return FloatVector.fromArray(F, x, offset, mask);
    }

    static FloatVector all(float value) {
        return FloatVector.broadcast(F, value);
    }

    /** The lanes below {@code n - i}: those of the last, partial vector of a range. */
    static VectorMask<Float> rest(int i, int n) {
        return F.indexInRange(i, n);
    }

    /** The sum of all lanes, halves first. */
    static float sum(FloatVector v) {
        FloatVector s = v;
        if (LANES > 8) {
            s = s.add(s.rearrange(ROTATE_8));
        }
        if (LANES > 4) {
            s = s.add(s.rearrange(ROTATE_4));
        }
        s = s.add(s.rearrange(ROTATE_2));
        s = s.add(s.rearrange(ROTATE_1));
        return s.lane(0);
    }

    /**
     * {@code e^x} within 2 ulp, overflowing to infinity and underflowing to 0: {@code x = k ln 2 + r}, a polynomial in r
     * (Cephes, expf) and a scaling by 2^k in two steps, so that k may reach beyond a float's exponent.
     */
    static FloatVector exp(FloatVector x) {
        FloatVector c = x.blend(all(89f), x.compare(VectorOperators.GT, 89f));
        c = c.blend(all(-104f), c.compare(VectorOperators.LT, -104f));
        FloatVector shifted = c.fma(all(LOG2_E), all(ROUND));
        FloatVector k = shifted.sub(ROUND);
        FloatVector r = k.fma(all(-LN2_HIGH), c);
        r = k.fma(all(-LN2_LOW), r);
        FloatVector p = r.fma(all(1.9875691500e-4f), all(1.3981999507e-3f));
        p = p.fma(r, all(8.3334519073e-3f));
        p = p.fma(r, all(4.1665795894e-2f));
        p = p.fma(r, all(1.6666665459e-1f));
        p = p.fma(r, all(5.0000001201e-1f));
        p = p.fma(r.mul(r), r.add(1f));
        IntVector exponent = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUND));
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    /** {@code 1 / (1 + e^-x)}. */
    static FloatVector sigmoid(FloatVector x) {
        return all(1f).div(exp(x.neg()).add(1f));
    }

    /** {@code tanh x}: an odd polynomial near 0 (Cephes, tanhf), {@code 1 - 2 / (e^2|x| + 1)} beyond. */
    static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = x.mul(x);
        FloatVector p = z.fma(all(-5.70498872745e-3f), all(2.06390887954e-2f));
        p = p.fma(z, all(-5.37397155531e-2f));
        p = p.fma(z, all(1.33314422036e-1f));
        p = p.fma(z, all(-3.33332819422e-1f));
        FloatVector near = p.mul(z).fma(x, x);
        FloatVector far = all(1f).sub(all(2f).div(exp(a.add(a)).add(1f)));
        FloatVector signed = far.blend(far.neg(), x.compare(VectorOperators.LT, 0f));
        return signed.blend(near, a.compare(VectorOperators.LT, 0.625f));
    }

    /** {@code e^(-x^2 / 2)}. */
    static FloatVector bell(FloatVector x) {
        return exp(x.mul(x).mul(-0.5f));
    }

    /**
     * {@code Phi(x) = (1 + erf(x / sqrt 2)) / 2} within 1e-7, given {@link #bell}: Abramowitz and Stegun 7.1.26 for the
     * tail beyond |x|, mirrored for positive x.
     */
    static FloatVector phi(FloatVector x, FloatVector bell) {
        FloatVector t = all(1f).div(x.abs().fma(all(0.3275911f * SQRT_HALF), all(1f)));
        FloatVector p = t.fma(all(0.5f * 1.061405429f), all(0.5f * -1.453152027f));
        p = p.fma(t, all(0.5f * 1.421413741f));
        p = p.fma(t, all(0.5f * -0.284496736f));
        p = p.fma(t, all(0.5f * 0.254829592f));
        FloatVector tail = p.mul(t).mul(bell);
        return all(1f).sub(tail).blend(tail, x.compare(VectorOperators.LT, 0f));
    }

    /** {@code x Phi(x)}, given {@link #bell}. */
    static FloatVector gelu(FloatVector x, FloatVector bell) {
        return x.mul(phi(x, bell));
    }

    /** {@code Phi(x) + x phi(x)}, given {@link #bell}. */
    static FloatVector geluDerivative(FloatVector x, FloatVector bell) {
        return x.mul(ONE_OVER_SQRT_2_PI).fma(bell, phi(x, bell));
    }
}
