package panamoe.tensor.cpu;

/** {@link ElementwiseLoops} as plain loops. */
interface ScalarElementwise extends ElementwiseLoops {

    @Override
    default void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] + b[bo + i];
        }
    }

    @Override
    default void sub(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] - b[bo + i];
        }
    }

    @Override
    default void mul(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] * b[bo + i];
        }
    }

    @Override
    default void div(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = a[ao + i] / b[bo + i];
        }
    }

    @Override
    default void divBy(float[] x, int xo, float divisor, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] / divisor;
        }
    }

    @Override
    default void divInto(float dividend, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = dividend / x[xo + i];
        }
    }

    @Override
    default void affine(float scale, float[] x, int xo, float shift, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = scale * x[xo + i] + shift;
        }
    }

    @Override
    default void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] += alpha * x[xo + i];
        }
    }

    @Override
    default void exp(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) Math.exp(x[xo + i]);
        }
    }

    @Override
    default void tanh(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) Math.tanh(x[xo + i]);
        }
    }

    @Override
    default void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) (1 / (1 + Math.exp(-x[xo + i])));
        }
    }

    @Override
    default void sqrt(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (float) Math.sqrt(x[xo + i]);
        }
    }

    @Override
    default void relu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.max(x[xo + i], 0f);
        }
    }

    @Override
    default void reluBackward(float[] x, int xo, float[] gy, int gyo, float[] gx, int gxo, int n) {
        for (int i = 0; i < n; i++) {
            gx[gxo + i] = x[xo + i] > 0 ? gy[gyo + i] : 0f;
        }
    }

    @Override
    default void gelu(float[] x, int xo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = gelu(x[xo + i]);
        }
    }

    @Override
    default void geluBackward(float[] x, int xo, float[] gy, int gyo, float[] gx, int gxo, int n) {
        for (int i = 0; i < n; i++) {
            gx[gxo + i] = gy[gyo + i] * geluDerivative(x[xo + i]);
        }
    }

    @Override
    default void biasGelu(float[] x, int xo, float[] bias, int bo, float[] y, int yo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = gelu(x[xo + i] + bias[bo + i]);
        }
    }

    @Override
    default void biasGeluBackward(
            float[] x, int xo, float[] bias, int bo, float[] gy, int gyo, float[] gx, int gxo, int n) {
        for (int i = 0; i < n; i++) {
            gx[gxo + i] = gy[gyo + i] * geluDerivative(x[xo + i] + bias[bo + i]);
        }
    }

    /** {@code x Phi(x)}. Minus infinity counts as the lowest float, because its product with 0 would be NaN. */
    private static float gelu(float x) {
        return Math.max(x, -Float.MAX_VALUE) * phi(x, bell(x));
    }

    /** {@code Phi(x) + x phi(x)}; beyond 14 the second term is less than a normal float and counts as 0. */
    private static float geluDerivative(float x) {
        float bell = bell(x);
        float factor = Math.abs(x) > 14 ? 0 : x;
        return phi(x, bell) + factor * 0.39894228f * bell;
    }

    /** {@code e^(-x^2 / 2)}. */
    private static float bell(float x) {
        return (float) Math.exp(-0.5f * x * x);
    }

    /** {@code Phi(x)} within 1e-7, given {@link #bell}: Abramowitz and Stegun 7.1.26 for the tail beyond |x|. */
    private static float phi(float x, float bell) {
        float t = 1 / (1 + 0.3275911f * 0.70710678f * Math.abs(x));
        float p = 1.061405429f * t - 1.453152027f;
        p = p * t + 1.421413741f;
        p = p * t - 0.284496736f;
        p = p * t + 0.254829592f;
        float tail = 0.5f * p * t * bell;
        return x < 0 ? tail : 1 - tail;
    }

    @Override
    default void adamW(
            float[] p,
            int po,
            float[] g,
            int go,
            float[] m,
            int mo,
            float[] v,
            int vo,
            int n,
            AdamWStep step,
            int segment) {
        float clip = step.clip();
        float beta1 = step.beta1();
        float beta2 = step.beta2();
        float eps = step.eps();
        float shrink = 1 - step.learningRate(segment) * step.decay(segment);
        float rate = step.learningRate(segment) * step.correction1(segment);
        float correction2 = step.correction2(segment);
        for (int i = 0; i < n; i++) {
            float gradient = g[go + i] * clip;
            float first = m[mo + i] * beta1 + gradient * (1 - beta1);
            float second = v[vo + i] * beta2 + gradient * gradient * (1 - beta2);
            m[mo + i] = first;
            v[vo + i] = second;
            p[po + i] = p[po + i] * shrink - first * rate / ((float) Math.sqrt(second * correction2) + eps);
        }
    }
}
