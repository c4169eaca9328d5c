package panamoe.tensor.cpu;

import panamoe.tensor.TrainingKernels;

/** Loops {@code y[yo + i] = f(x[xo + i], ..)} for {@code 0 <= i < n}; see {@link KernelSet}. */
interface ElementwiseLoops {

    /** {@code y = a + b}. */
    void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** {@code y = a - b}. */
    void sub(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** {@code y = a * b}. */
    void mul(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** {@code y = a / b}. */
    void div(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

    /** {@code y = x / divisor}. */
    void divBy(float[] x, int xo, float divisor, float[] y, int yo, int n);

    /** {@code y = dividend / x}. */
    void divInto(float dividend, float[] x, int xo, float[] y, int yo, int n);

    /** {@code y = scale x + shift}. */
    void affine(float scale, float[] x, int xo, float shift, float[] y, int yo, int n);

    /** {@code y += alpha x}. */
    void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n);

    /** {@code y = e^x}. */
    void exp(float[] x, int xo, float[] y, int yo, int n);

    /** {@code y = tanh x}. */
    void tanh(float[] x, int xo, float[] y, int yo, int n);

    /** {@code y = 1 / (1 + e^-x)}. */
    void sigmoid(float[] x, int xo, float[] y, int yo, int n);

    /** {@code y = sqrt x}. */
    void sqrt(float[] x, int xo, float[] y, int yo, int n);

    /** {@code y = max(x, 0)}. */
    void relu(float[] x, int xo, float[] y, int yo, int n);

    /** {@code gx = gy where x > 0, else 0}. */
    void reluBackward(float[] x, int xo, float[] gy, int gyo, float[] gx, int gxo, int n);

    /** {@code y = x Phi(x)}. */
    void gelu(float[] x, int xo, float[] y, int yo, int n);

    /** {@code gx = gy (Phi(x) + x phi(x))}. */
    void geluBackward(float[] x, int xo, float[] gy, int gyo, float[] gx, int gxo, int n);

    /** {@code y = gelu(x + bias)}. */
    void biasGelu(float[] x, int xo, float[] bias, int bo, float[] y, int yo, int n);

    /** {@code gx = gy gelu'(x + bias)}. */
    void biasGeluBackward(float[] x, int xo, float[] bias, int bo, float[] gy, int gyo, float[] gx, int gxo, int n);

    /** One AdamW step over n elements of one segment of the flat buffers, from the given offsets on. */
    void adamW(
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
            int segment);

    /**
     * The settings of one AdamW step.
     *
     * @param clip factor for the gradients
     * @param settings from {@code so} on, one row per segment, as in {@link TrainingKernels.AdamWSegments}
     */
    record AdamWStep(float clip, float beta1, float beta2, float eps, float[] settings, int so) {

        private static final int COLUMNS = 5;

        /** False if the step does not change the segment. */
        boolean isActive(int segment) {
            return settings[so + COLUMNS * segment] != 0;
        }

        float learningRate(int segment) {
            return settings[so + COLUMNS * segment + 1];
        }

        float decay(int segment) {
            return settings[so + COLUMNS * segment + 2];
        }

        /** {@code 1 / (1 - beta1^t)}. */
        float correction1(int segment) {
            return settings[so + COLUMNS * segment + 3];
        }

        /** {@code 1 / (1 - beta2^t)}. */
        float correction2(int segment) {
            return settings[so + COLUMNS * segment + 4];
        }
    }
}
