package panamoe.tensor.cpu;

/** Sums over a range and the loops of softmax and layer normalisation over one row; see {@link KernelSet}. */
interface RowLoops {

    /** {@code sum of x}; 0 for an empty range. */
    float sum(float[] x, int xo, int n);

    /** {@code sum of x^2}. */
    float sumSquares(float[] x, int xo, int n);

    /** {@code sum of (x - mean)^2}. */
    float sumSquaredDeviations(float[] x, int xo, float mean, int n);

    /** {@code sum of a b}. */
    float dot(float[] a, int ao, float[] b, int bo, int n);

    /** The largest element; negative infinity for an empty range. */
    float max(float[] x, int xo, int n);

    /** {@code y = e^(scale x - shift)}; the sum of y. */
    float expShifted(float scale, float[] x, int xo, float shift, float[] y, int yo, int n);

    /** {@code sum of e^(x - shift)}. */
    float sumExpShifted(float[] x, int xo, float shift, int n);

    /** {@code gx = scale y (gy - dot)}. */
    void softmaxBackward(float scale, float[] y, int yo, float[] gy, int gyo, float dot, float[] gx, int gxo, int n);

    /** {@code y = (x - mean) rstd gamma + beta}. */
    void normalize(
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
            int n);

    /**
     * The sums for the gradients of one row's normalisation, in one pass: {@code ggamma += gy (x - mean) rstd}, {@code
     * gbeta += gy}, {@code sums[so] = sum of gy gamma}, {@code sums[so + 1] = sum of gy gamma (x - mean)}.
     */
    void normalizeSums(
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
            int n);

    /** {@code gx += rstd (gy gamma - a - (x - mean) b)}. */
    void normalizeBackward(
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
            int n);
}
