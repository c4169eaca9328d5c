package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;

import java.util.Arrays;
import panamoe.tensor.RowKernels;
import panamoe.tensor.Tensor;

/** The arrays of one layer normalisation, forward and backward. */
final class LayerNormalization {

    /** The sum of squares is computed in floats; below this variance, its terms would be subnormal and inaccurate. */
    private static final double LEAST_VARIANCE = 1e-30;

    private final Engine engine;
    private final int rows;
    private final int d;
    private final float[] x;
    private final float[] gamma;
    private final float[] mean;
    private final float[] rstd;
    private final int xo;
    private final int go;
    private final int mo;
    private final int ro;

    /**
     * x {@code [n, d]}, gamma {@code [d]}, mean and rstd {@code [n]}: outputs of the forward, inputs of the backward.
     */
    LayerNormalization(Engine engine, Tensor x, Tensor gamma, Tensor mean, Tensor rstd) {
        this.engine = engine;
        this.rows = x.shape().rows();
        this.d = x.shape().columns();
        this.x = floats(x);
        this.gamma = floats(gamma);
        this.mean = floats(mean);
        this.rstd = floats(rstd);
        this.xo = x.offset();
        this.go = gamma.offset();
        this.mo = mean.offset();
        this.ro = rstd.offset();
    }

    /** Normalises a row of x to y {@code [n, d]}, and writes its mean and rstd. */
    void forward(int row, float[] beta, int bo, double eps, float[] y, int yo) {
        KernelSet k = engine.kernels();
        int at = xo + row * d;
        float m = k.sum(x, at, d) / d;
        double variance = k.sumSquaredDeviations(x, at, m, d) / d + eps;
        if (!(variance > LEAST_VARIANCE && variance <= Float.MAX_VALUE)) {
            forwardInDoubles(row, beta, bo, eps, y, yo + row * d);
            return;
        }
        float r = (float) (1 / Math.sqrt(variance));
        mean[mo + row] = m;
        rstd[ro + row] = r;
        k.normalize(x, at, m, r, gamma, go, beta, bo, y, yo + row * d, d);
    }

    /** {@link #forward} of a row with squares outside the range of floats. */
    private void forwardInDoubles(int row, float[] beta, int bo, double eps, float[] y, int yo) {
        int at = xo + row * d;
        double sum = 0;
        for (int i = 0; i < d; i++) {
            sum += x[at + i];
        }
        double m = sum / d;
        double squares = 0;
        for (int i = 0; i < d; i++) {
            squares += (x[at + i] - m) * (x[at + i] - m);
        }
        double r = 1 / Math.sqrt(squares / d + eps);
        mean[mo + row] = (float) m;
        rstd[ro + row] = (float) r;
        for (int i = 0; i < d; i++) {
            y[yo + i] = (float) ((x[at + i] - m) * r * gamma[go + i] + beta[bo + i]);
        }
    }

    /**
     * The gradients of all rows. With {@code add} the gradient of x is added to {@code out.x()}, else it replaces it.
     */
    void backward(Tensor gy, boolean add, RowKernels.LayerNormGradients out) {
        float[] gys = floats(gy);
        float[] gxs = floats(out.x());
        int gyo = gy.offset();
        int gxo = out.x().offset();
        KernelSet k = engine.kernels();
        float[] sums = engine.scratch().take(2 * d + 2);
        // behind its two rows of sums, each chunk stores two sums of its current row
        new ColumnSums(engine, rows, 2 * d + 2)
                .run(
                        (from, count, partial, po) -> {
                            int own = po + 2 * d;
                            for (int row = from; row < from + count; row++) {
                                int at = xo + row * d;
                                int gAt = gyo + row * d;
                                int to = gxo + row * d;
                                float m = mean[mo + row];
                                float r = rstd[ro + row];
                                k.normalizeSums(
                                        x, at, m, r, gamma, go, gys, gAt, partial, po, partial, po + d, partial, own,
                                        d);
                                float a = partial[own] / d;
                                float b = partial[own + 1] / d * r * r;
                                if (!Float.isFinite(a) || !Float.isFinite(b)) {
                                    inputGradientInDoubles(row, gys, gAt, add, gxs, to);
                                } else {
                                    if (!add) {
                                        Arrays.fill(gxs, to, to + d, 0);
                                    }
                                    k.normalizeBackward(x, at, m, r, gamma, go, gys, gAt, a, b, gxs, to, d);
                                }
                            }
                        },
                        sums,
                        0);
        System.arraycopy(sums, 0, floats(out.gamma()), out.gamma().offset(), d);
        System.arraycopy(sums, d, floats(out.beta()), out.beta().offset(), d);
        engine.scratch().give(sums);
    }

    /** The gradient of a row of x with sums outside the range of floats. */
    private void inputGradientInDoubles(int row, float[] gy, int gAt, boolean add, float[] gx, int to) {
        int at = xo + row * d;
        double m = mean[mo + row];
        double r = rstd[ro + row];
        double meanG = 0;
        double meanGh = 0;
        for (int i = 0; i < d; i++) {
            double g = (double) gy[gAt + i] * gamma[go + i];
            meanG += g / d;
            meanGh += g * (x[at + i] - m) * r / d;
        }
        for (int i = 0; i < d; i++) {
            double g = (double) gy[gAt + i] * gamma[go + i];
            double gradient = r * (g - meanG - (x[at + i] - m) * r * meanGh);
            gx[to + i] = (float) (add ? gx[to + i] + gradient : gradient);
        }
    }
}
