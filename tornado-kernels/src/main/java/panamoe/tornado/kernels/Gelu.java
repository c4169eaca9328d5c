package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.math.TornadoMath;

/** GELU (Hendrycks and Gimpel 2016) and its derivative, for device code. */
final class Gelu {

    private static final float TAIL_LIMIT = 14f;

    private static final float ONE_OVER_SQRT_2_PI = 0.39894228f;

    /**
     * The coefficients of Abramowitz and Stegun 7.1.26 for {@code erf(x / sqrt 2)}, scaled to give the tail {@code (1 -
     * erf) / 2}.
     */
    private static final float SCALE = 0.3275911f * 0.70710678f;

    private static final float P1 = 0.5f * 0.254829592f;
    private static final float P2 = 0.5f * -0.284496736f;
    private static final float P3 = 0.5f * 1.421413741f;
    private static final float P4 = 0.5f * -1.453152027f;
    private static final float P5 = 0.5f * 1.061405429f;

    private Gelu() {}

    /**
     * {@code x Phi(x)}. Below -14 the result is smaller than a normal float, and x counts as 0: minus infinity times 0
     * would be NaN.
     */
    static float gelu(float x) {
        float factor = x < -TAIL_LIMIT ? 0f : x;
        return factor * phi(x, bell(x));
    }

    /**
     * {@code Phi(x) + x phi(x)}. For {@code |x| > 14} the second term is smaller than a normal float and counts as 0.
     */
    static float derivative(float x) {
        float factor = TornadoMath.abs(x) > TAIL_LIMIT ? 0f : x;
        float bell = bell(x);
        return phi(x, bell) + factor * ONE_OVER_SQRT_2_PI * bell;
    }

    /** {@code e^(-x^2 / 2)}. */
    private static float bell(float x) {
        return TornadoMath.exp(-0.5f * x * x);
    }

    /**
     * {@code Phi(x) = (1 + erf(x / sqrt 2)) / 2} within 1e-7: the tail beyond |x|, or 1 minus the tail for positive x.
     */
    private static float phi(float x, float bell) {
        float t = 1f / (1f + SCALE * TornadoMath.abs(x));
        float tail = ((((P5 * t + P4) * t + P3) * t + P2) * t + P1) * t * bell;
        return x < 0f ? tail : 1f - tail;
    }
}
