package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code of layer normalisation (Ba et al. 2016): a group computes a row of {@code x[rows, d]}. Integers: rows, d.
 */
public final class NormalizationCode {

    /** The squares of a smaller variance have lost digits to underflow. */
    private static final float MIN_VARIANCE = 1e-30f;

    /**
     * A scale that keeps squares within the range of floats: those of the largest floats times it, and those of the
     * smallest normal floats divided by it.
     */
    private static final float SMALL = 0x1p-70f;

    private NormalizationCode() {}

    /** {@code y = (x - mean) rstd gamma + beta}, {@code rstd = 1 / sqrt(variance + reals[0])}. */
    public static void layerNorm(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray reals,
            FloatArray x,
            FloatArray gamma,
            FloatArray beta,
            FloatArray y,
            FloatArray mean,
            FloatArray rstd) {
        int p = at.get(0);
        int xo = ints.get(p);
        int gammaAt = ints.get(p + 1);
        int betaAt = ints.get(p + 2);
        int yo = ints.get(p + 3);
        int meanAt = ints.get(p + 4);
        int rstdAt = ints.get(p + 5);
        int rows = ints.get(p + 6);
        int d = ints.get(p + 7);
        float eps = reals.get(at.get(1));
        int item = context.localIdx;
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int row = context.groupIdx; row < rows; row += groups) {
            int from = xo + row * d;
            float mu = mean(context, x, from, d);
            float r = reciprocalDeviation(context, x, from, d, mu, eps);
            for (int j = item; j < d; j += items) {
                float h = (x.get(from + j) - mu) * r;
                y.set(yo + row * d + j, h * gamma.get(gammaAt + j) + beta.get(betaAt + j));
            }
            if (item == 0) {
                mean.set(meanAt + row, mu);
                rstd.set(rstdAt + row, r);
            }
        }
    }

    /** {@code sum = a + b}, {@code y = layerNorm(sum)} as {@link #layerNorm}. */
    public static void addLayerNorm(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray reals,
            FloatArray a,
            FloatArray b,
            FloatArray gamma,
            FloatArray beta,
            FloatArray sum,
            FloatArray y,
            FloatArray mean,
            FloatArray rstd) {
        int p = at.get(0);
        int ao = ints.get(p);
        int bo = ints.get(p + 1);
        int gammaAt = ints.get(p + 2);
        int betaAt = ints.get(p + 3);
        int so = ints.get(p + 4);
        int yo = ints.get(p + 5);
        int meanAt = ints.get(p + 6);
        int rstdAt = ints.get(p + 7);
        int rows = ints.get(p + 8);
        int d = ints.get(p + 9);
        float eps = reals.get(at.get(1));
        int item = context.localIdx;
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int row = context.groupIdx; row < rows; row += groups) {
            int from = so + row * d;
            // no barrier is needed after this loop: each item reads only sums that it wrote itself
            for (int j = item; j < d; j += items) {
                sum.set(from + j, a.get(ao + row * d + j) + b.get(bo + row * d + j));
            }
            float mu = mean(context, sum, from, d);
            float r = reciprocalDeviation(context, sum, from, d, mu, eps);
            for (int j = item; j < d; j += items) {
                float h = (sum.get(from + j) - mu) * r;
                y.set(yo + row * d + j, h * gamma.get(gammaAt + j) + beta.get(betaAt + j));
            }
            if (item == 0) {
                mean.set(meanAt + row, mu);
                rstd.set(rstdAt + row, r);
            }
        }
    }

    /**
     * With {@code h = (x - mean) rstd} and {@code g = gy gamma}: {@code gx = rstd (g - mean(g) - h mean(g h))}, added
     * to gx if {@code add} is 1. Integers: rows, d, add.
     */
    public static void inputGradient(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            FloatArray gamma,
            FloatArray mean,
            FloatArray rstd,
            FloatArray gy,
            FloatArray gx) {
        int p = at.get(0);
        int xo = ints.get(p);
        int gammaAt = ints.get(p + 1);
        int meanAt = ints.get(p + 2);
        int rstdAt = ints.get(p + 3);
        int go = ints.get(p + 4);
        int gxo = ints.get(p + 5);
        int rows = ints.get(p + 6);
        int d = ints.get(p + 7);
        int add = ints.get(p + 8);
        int item = context.localIdx;
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int row = context.groupIdx; row < rows; row += groups) {
            float mu = mean.get(meanAt + row);
            float r = rstd.get(rstdAt + row);
            float sumG = 0f;
            float sumGh = 0f;
            for (int j = item; j < d; j += items) {
                float h = (x.get(xo + row * d + j) - mu) * r;
                float g = gy.get(go + row * d + j) * gamma.get(gammaAt + j);
                sumG = sumG + g;
                sumGh = sumGh + g * h;
            }
            float meanG = Group.sum(context, sumG) / d;
            float meanGh = Group.sum(context, sumGh) / d;
            for (int j = item; j < d; j += items) {
                float h = (x.get(xo + row * d + j) - mu) * r;
                float g = gy.get(go + row * d + j) * gamma.get(gammaAt + j);
                float gradient = r * (g - meanG - h * meanGh);
                if (add == 1) {
                    gradient = gradient + gx.get(gxo + row * d + j);
                }
                gx.set(gxo + row * d + j, gradient);
            }
        }
    }

    /**
     * The sums of {@code gy h} and of {@code gy} over a part of the rows: {@code sums[0, j, part]} and {@code sums[1, j,
     * part]}. Integers: rows, d, number of parts, rows of a part.
     */
    public static void parameterParts(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            FloatArray mean,
            FloatArray rstd,
            FloatArray gy,
            FloatArray sums) {
        int p = at.get(0);
        int xo = ints.get(p);
        int meanAt = ints.get(p + 1);
        int rstdAt = ints.get(p + 2);
        int go = ints.get(p + 3);
        int so = ints.get(p + 4);
        int rows = ints.get(p + 5);
        int d = ints.get(p + 6);
        int parts = ints.get(p + 7);
        int length = ints.get(p + 8);
        for (int i = context.globalIdx; i < parts * d; i += context.globalGroupSizeX) {
            int part = i / d;
            int column = i - part * d;
            int from = part * length;
            int to = from + length < rows ? from + length : rows;
            float sumGh = 0f;
            float sumG = 0f;
            for (int row = from; row < to; row++) {
                float h = (x.get(xo + row * d + column) - mean.get(meanAt + row)) * rstd.get(rstdAt + row);
                float g = gy.get(go + row * d + column);
                sumGh = sumGh + g * h;
                sumG = sumG + g;
            }
            sums.set(so + column * parts + part, sumGh);
            sums.set(so + (d + column) * parts + part, sumG);
        }
    }

    /** {@code ggamma[j] = sum of sums[0, j]}, {@code gbeta[j] = sum of sums[1, j]}. Integers: d, number of parts. */
    public static void parameterGradients(
            KernelContext context, IntArray at, IntArray ints, FloatArray sums, FloatArray ggamma, FloatArray gbeta) {
        int p = at.get(0);
        int so = ints.get(p);
        int gammaAt = ints.get(p + 1);
        int betaAt = ints.get(p + 2);
        int d = ints.get(p + 3);
        int parts = ints.get(p + 4);
        int item = context.localIdx;
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int j = context.groupIdx; j < 2 * d; j += groups) {
            int from = so + j * parts;
            float sum = Group.sum(context, Sums.of(sums, from + item, from + parts, items));
            if (item == 0) {
                if (j < d) {
                    ggamma.set(gammaAt + j, sum);
                } else {
                    gbeta.set(betaAt + j - d, sum);
                }
            }
        }
    }

    private static float mean(KernelContext context, FloatArray x, int from, int d) {
        float sum = Group.sum(context, Sums.of(x, from + context.localIdx, from + d, context.localGroupSizeX));
        float result = sum / d;
        // all items have the same sum, so they make the second call together
        if (TornadoMath.abs(sum) > Float.MAX_VALUE) {
            float part = Sums.ofScaled(x, SMALL, from + context.localIdx, from + d, context.localGroupSizeX);
            result = Group.sum(context, part) / d / SMALL;
        }
        return result;
    }

    /**
     * {@code 1 / sqrt(variance + eps)}. It takes a second pass over the row, because {@code E[x^2] - mean^2} loses
     * accuracy if the mean is far from zero. A third pass, with scaled numbers, follows if the squares leave the range
     * of floats.
     */
    private static float reciprocalDeviation(
            KernelContext context, FloatArray x, int from, int d, float mean, float eps) {
        float part = Sums.ofSquares(x, mean, 1f, from + context.localIdx, from + d, context.localGroupSizeX);
        float variance = Group.sum(context, part) / d + eps;
        float scale = 1f;
        if (variance > Float.MAX_VALUE) {
            scale = SMALL;
        }
        if (variance < MIN_VARIANCE) {
            scale = 1f / SMALL;
        }
        if (scale != 1f) {
            part = Sums.ofSquares(x, mean, scale, from + context.localIdx, from + d, context.localGroupSizeX);
            variance = Group.sum(context, part) / d + eps * scale * scale;
        }
        return scale / TornadoMath.sqrt(variance);
    }
}
