package panamoe.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions on vectors of floats. IEEE 754 defines the result of every operation in them. Thus interpreted and compiled
 * code give the same bits, as do all machines of the same width; {@code lanewise(EXP)} and {@code reduceLanes(ADD)}
 * promise neither.
 *
 * <p>For loads and broadcasts, loops call the Vector API directly, not a helper method. C2 always inlines the API's
 * methods, but stops inlining other methods once a compilation exceeds a limit. A vector that a real call returns is a
 * heap object.
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

    private static final float SQRT_HALF = 0.70710678f;

    // Constants are vectors: a broadcast at each use would count against C2's node budget, and a loop beyond that boxes
    // its vectors (which made gelu six times slower).
    private static final FloatVector ZERO = all(0f);
    private static final FloatVector ONE = all(1f);
    private static final FloatVector TWO = all(2f);

    private static final FloatVector EXP_HIGHEST = all(89f);
    private static final FloatVector EXP_LOWEST = all(-104f);
    private static final FloatVector ROUNDING = all(ROUND);
    private static final FloatVector LOG2_E = all(1.44269504f);
    private static final FloatVector MINUS_LN2_HIGH = all(-0.693359375f);
    private static final FloatVector MINUS_LN2_LOW = all(2.12194440e-4f);
    private static final FloatVector EXP_7 = all(1.9875691500e-4f);
    private static final FloatVector EXP_6 = all(1.3981999507e-3f);
    private static final FloatVector EXP_5 = all(8.3334519073e-3f);
    private static final FloatVector EXP_4 = all(4.1665795894e-2f);
    private static final FloatVector EXP_3 = all(1.6666665459e-1f);
    private static final FloatVector EXP_2 = all(5.0000001201e-1f);
    private static final IntVector ROUND_BITS = ROUNDING.reinterpretAsInts();
    private static final IntVector EXPONENT_BIAS = ROUND_BITS.broadcast(127);

    /** The bits of sqrt(1/2): mantissas are scaled to the range from this to twice this. */
    private static final IntVector SQRT_HALF_BITS = ROUND_BITS.broadcast(Float.floatToRawIntBits(SQRT_HALF));

    private static final IntVector MANTISSA = ROUND_BITS.broadcast(0x7fffff);
    private static final FloatVector LN2_HIGH = all(0.693359375f);
    private static final FloatVector LN2_LOW = all(-2.12194440e-4f);
    private static final FloatVector LOG_9 = all(7.0376836292e-2f);
    private static final FloatVector LOG_8 = all(-1.1514610310e-1f);
    private static final FloatVector LOG_7 = all(1.1676998740e-1f);
    private static final FloatVector LOG_6 = all(-1.2420140846e-1f);
    private static final FloatVector LOG_5 = all(1.4249322787e-1f);
    private static final FloatVector LOG_4 = all(-1.6668057665e-1f);
    private static final FloatVector LOG_3 = all(2.0000714765e-1f);
    private static final FloatVector LOG_2 = all(-2.4999993993e-1f);
    private static final FloatVector LOG_1 = all(3.3333331174e-1f);
    private static final FloatVector BELL_LOWEST = all(-87f);
    private static final IntVector BELL_BIAS = EXPONENT_BIAS.sub(ROUND_BITS);

    private static final FloatVector TANH_NEAR = all(0.625f);
    private static final FloatVector TANH_11 = all(-5.70498872745e-3f);
    private static final FloatVector TANH_9 = all(2.06390887954e-2f);
    private static final FloatVector TANH_7 = all(-5.37397155531e-2f);
    private static final FloatVector TANH_5 = all(1.33314422036e-1f);
    private static final FloatVector TANH_3 = all(-3.33332819422e-1f);

    private static final FloatVector FAR = all(14f);
    private static final FloatVector MINUS_FAR = all(-14f);
    private static final FloatVector ONE_OVER_SQRT_2_PI = all(0.39894228f);
    private static final FloatVector MINUS_HALF = all(-0.5f);
    private static final FloatVector PHI_SCALE = all(0.3275911f * SQRT_HALF);
    private static final FloatVector PHI_5 = all(0.5f * 1.061405429f);
    private static final FloatVector PHI_4 = all(0.5f * -1.453152027f);
    private static final FloatVector PHI_3 = all(0.5f * 1.421413741f);
    private static final FloatVector PHI_2 = all(0.5f * -0.284496736f);
    private static final FloatVector PHI_1 = all(0.5f * 0.254829592f);

    private VectorMath() {}

    private static FloatVector all(float value) {
        return FloatVector.broadcast(F, value);
    }

    /** The sum of all lanes; each addition adds the two halves. */
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
        FloatVector c = x.blend(EXP_HIGHEST, x.compare(VectorOperators.GT, EXP_HIGHEST));
        c = c.blend(EXP_LOWEST, c.compare(VectorOperators.LT, EXP_LOWEST));
        FloatVector shifted = c.fma(LOG2_E, ROUNDING);
        FloatVector k = shifted.sub(ROUNDING);
        FloatVector r = k.fma(MINUS_LN2_HIGH, c);
        r = k.fma(MINUS_LN2_LOW, r);
        FloatVector p = r.fma(EXP_7, EXP_6);
        p = p.fma(r, EXP_5);
        p = p.fma(r, EXP_4);
        p = p.fma(r, EXP_3);
        p = p.fma(r, EXP_2);
        p = p.fma(r.mul(r), r.add(ONE));
        IntVector exponent = shifted.reinterpretAsInts().sub(ROUND_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    /**
     * {@code ln x} of positive, normal x within 2 ulp: {@code x = 2^k (1 + f)}, a polynomial in f (Cephes, logf). NaN
     * for infinity and NaN; undefined for any other x.
     */
    static FloatVector log(FloatVector x) {
        IntVector bits = x.reinterpretAsInts().sub(SQRT_HALF_BITS);
        FloatVector k = bits.lanewise(VectorOperators.ASHR, 23)
                .add(ROUND_BITS)
                .reinterpretAsFloats()
                .sub(ROUNDING);
        FloatVector f =
                bits.and(MANTISSA).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(ONE);
        FloatVector p = f.fma(LOG_9, LOG_8);
        p = p.fma(f, LOG_7);
        p = p.fma(f, LOG_6);
        p = p.fma(f, LOG_5);
        p = p.fma(f, LOG_4);
        p = p.fma(f, LOG_3);
        p = p.fma(f, LOG_2);
        p = p.fma(f, LOG_1);
        FloatVector z = f.mul(f);
        p = p.mul(f).mul(z);
        p = k.fma(LN2_LOW, p);
        p = z.fma(MINUS_HALF, p);
        return k.fma(LN2_HIGH, f.add(p)).add(x.sub(x));
    }

    /** {@code 1 / (1 + e^-x)}. */
    static FloatVector sigmoid(FloatVector x) {
        return ONE.div(exp(x.neg()).add(ONE));
    }

    /** {@code tanh x}: an odd polynomial near 0 (Cephes, tanhf), {@code 1 - 2 / (e^2|x| + 1)} beyond. */
    static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = x.mul(x);
        FloatVector p = z.fma(TANH_11, TANH_9);
        p = p.fma(z, TANH_7);
        p = p.fma(z, TANH_5);
        p = p.fma(z, TANH_3);
        FloatVector near = p.mul(z).fma(x, x);
        FloatVector far = ONE.sub(TWO.div(exp(a.add(a)).add(ONE)));
        FloatVector signed = far.blend(far.neg(), x.compare(VectorOperators.LT, ZERO));
        return signed.blend(near, a.compare(VectorOperators.LT, TANH_NEAR));
    }

    /**
     * {@code e^(-x^2 / 2)}, but at least 1e-38: {@link #exp} with fewer steps, so that code that inlines it stays
     * within C2's node budget.
     */
    static FloatVector bell(FloatVector x) {
        FloatVector c = x.mul(x).mul(MINUS_HALF);
        c = c.blend(BELL_LOWEST, c.compare(VectorOperators.LT, BELL_LOWEST));
        FloatVector shifted = c.fma(LOG2_E, ROUNDING);
        FloatVector k = shifted.sub(ROUNDING);
        FloatVector r = k.fma(MINUS_LN2_HIGH, c);
        r = k.fma(MINUS_LN2_LOW, r);
        FloatVector p = r.fma(EXP_7, EXP_6);
        p = p.fma(r, EXP_5);
        p = p.fma(r, EXP_4);
        p = p.fma(r, EXP_3);
        p = p.fma(r, EXP_2);
        p = p.fma(r.mul(r), r.add(ONE));
        IntVector exponent = shifted.reinterpretAsInts().add(BELL_BIAS);
        return p.mul(exponent.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
    }

    /**
     * {@code Phi(x) = (1 + erf(x / sqrt 2)) / 2} within 1e-7, given {@link #bell}: Abramowitz and Stegun 7.1.26 for the
     * tail beyond |x|, mirrored for positive x.
     */
    static FloatVector phi(FloatVector x, FloatVector bell) {
        FloatVector t = ONE.div(x.abs().fma(PHI_SCALE, ONE));
        FloatVector p = t.fma(PHI_5, PHI_4);
        p = p.fma(t, PHI_3);
        p = p.fma(t, PHI_2);
        p = p.fma(t, PHI_1);
        FloatVector tail = p.mul(t).mul(bell);
        return ONE.sub(tail).blend(tail, x.compare(VectorOperators.LT, ZERO));
    }

    /**
     * {@code x Phi(x)}. Below -14 it is less than a normal float and x counts as 0, because minus infinity times 0
     * would be NaN.
     */
    static FloatVector gelu(FloatVector x) {
        FloatVector factor = x.blend(ZERO, x.compare(VectorOperators.LT, MINUS_FAR));
        return factor.mul(phi(x, bell(x)));
    }

    /** {@code Phi(x) + x phi(x)}; beyond 14 the second term is less than a normal float and counts as 0. */
    static FloatVector geluDerivative(FloatVector x) {
        FloatVector bell = bell(x);
        FloatVector factor = x.blend(ZERO, x.abs().compare(VectorOperators.GT, FAR));
        return factor.mul(ONE_OVER_SQRT_2_PI).fma(bell, phi(x, bell));
    }
}
