package panamoe.tensor.cpu;

/** {@link RowLoops} as plain loops, which sum in double: one float accumulator would lose digits over a long row. */
interface ScalarRows extends RowLoops {

    @Override
    default float sum(float[] x, int xo, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += x[xo + i];
        }
        return (float) s;
    }

    @Override
    default float sumSquares(float[] x, int xo, int n) {
        return dot(x, xo, x, xo, n);
    }

    @Override
    default float sumSquaredDeviations(float[] x, int xo, float mean, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            float d = x[xo + i] - mean;
            s += (double) d * d;
        }
        return (float) s;
    }

    @Override
    default float dot(float[] a, int ao, float[] b, int bo, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += (double) a[ao + i] * b[bo + i];
        }
        return (float) s;
    }

    @Override
    default float max(float[] x, int xo, int n) {
        float m = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            m = Math.max(m, x[xo + i]);
        }
        return m;
    }

    @Override
    default float expShifted(float scale, float[] x, int xo, float shift, float[] y, int yo, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            float e = (float) Math.exp(scale * x[xo + i] - shift);
            y[yo + i] = e;
            s += e;
        }
        return (float) s;
    }

    @Override
    default float sumExpShifted(float[] x, int xo, float shift, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += (float) Math.exp(x[xo + i] - shift);
        }
        return (float) s;
    }

    @Override
    default void softmaxBackward(
            float scale, float[] y, int yo, float[] gy, int gyo, float dot, float[] gx, int gxo, int n) {
        for (int i = 0; i < n; i++) {
            gx[gxo + i] = (gy[gyo + i] - dot) * y[yo + i] * scale;
        }
    }

    @Override
    default void normalize(
            float[] x,
            int xo,
            float mean,
            float rstd,
            float[] gamma,
            int go,
            float[] beta,
            int bo,
            float[] y,
            int yo,
            int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = (x[xo + i] - mean) * rstd * gamma[go + i] + beta[bo + i];
        }
    }

    @Override
    default void normalizeBackward(
            float[] x,
            int xo,
            float mean,
            float rstd,
            float[] gamma,
            int go,
            float[] gy,
            int gyo,
            float a,
            float b,
            float[] gx,
            int gxo,
            int n) {
        for (int i = 0; i < n; i++) {
            gx[gxo + i] += (gy[gyo + i] * gamma[go + i] - a - (x[xo + i] - mean) * b) * rstd;
        }
    }

    @Override
    default void normalizeSums(
            float[] x,
            int xo,
            float mean,
            float rstd,
            float[] gamma,
            int go,
            float[] gy,
            int gyo,
            float[] ggamma,
            int ggo,
            float[] gbeta,
            int gbo,
            float[] sums,
            int so,
            int n) {
        double scaled = 0;
        double deviations = 0;
        for (int i = 0; i < n; i++) {
            float g = gy[gyo + i];
            float deviation = x[xo + i] - mean;
            double share = (double) g * gamma[go + i];
            scaled += share;
            deviations += share * deviation;
            ggamma[ggo + i] += deviation * rstd * g;
            gbeta[gbo + i] += g;
        }
        sums[so] = (float) scaled;
        sums[so + 1] = (float) deviations;
    }
}
