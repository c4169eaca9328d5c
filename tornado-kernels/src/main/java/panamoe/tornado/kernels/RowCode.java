package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code of softmax, log-sum-exp and cross-entropy: a group computes a row. Integers: rows, columns. If there are
 * no columns, rows is 0.
 */
public final class RowCode {

    private RowCode() {}

    /** {@code y = softmax of each row of x}. */
    public static void softmax(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int rows = ints.get(p + 2);
        int columns = ints.get(p + 3);
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int row = context.groupIdx; row < rows; row += groups) {
            int from = xo + row * columns;
            float max = max(context, x, from, columns);
            float factor = 1f / sumOrNan(sumExp(context, x, from, columns, max), max);
            for (int j = context.localIdx; j < columns; j += items) {
                y.set(yo + row * columns + j, factor * share(x.get(from + j), max));
            }
        }
    }

    /** {@code gx = y (gy - sum_j gy_j y_j)} per row. */
    public static void softmaxBackward(
            KernelContext context, IntArray at, IntArray ints, FloatArray y, FloatArray gy, FloatArray gx) {
        int p = at.get(0);
        int yo = ints.get(p);
        int go = ints.get(p + 1);
        int gxo = ints.get(p + 2);
        int rows = ints.get(p + 3);
        int columns = ints.get(p + 4);
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int row = context.groupIdx; row < rows; row += groups) {
            int from = row * columns;
            float part = 0f;
            for (int j = from + context.localIdx; j < from + columns; j += items) {
                part = part + gy.get(go + j) * y.get(yo + j);
            }
            float mean = Group.sum(context, part);
            for (int j = from + context.localIdx; j < from + columns; j += items) {
                gx.set(gxo + j, y.get(yo + j) * (gy.get(go + j) - mean));
            }
        }
    }

    /** {@code y[row] = ln sum_j e^x[row, j]}. */
    public static void logSumExp(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int rows = ints.get(p + 2);
        int columns = ints.get(p + 3);
        int groups = context.globalGroupSizeX / context.localGroupSizeX;
        for (int row = context.groupIdx; row < rows; row += groups) {
            int from = xo + row * columns;
            float max = max(context, x, from, columns);
            float sum = sumExp(context, x, from, columns, max);
            if (context.localIdx == 0) {
                float rest = TornadoMath.log(sum);
                if (TornadoMath.abs(max) > Float.MAX_VALUE) {
                    // an infinite maximum is the result, unless the sum is NaN
                    rest = 0f * sum;
                }
                y.set(yo + row, max + rest);
            }
        }
    }

    /**
     * {@code probs} is the softmax of each row's first {@code classes[row]} logits, and 0 for the others. {@code
     * losses} is {@code -ln} of the label's probability, and 0 for a negative label.
     */
    public static void crossEntropy(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray logits,
            IntArray labels,
            IntArray classes,
            FloatArray losses,
            FloatArray probs) {
        int p = at.get(0);
        int xo = ints.get(p);
        int labelAt = ints.get(p + 1);
        int classAt = ints.get(p + 2);
        int lossAt = ints.get(p + 3);
        int yo = ints.get(p + 4);
        int rows = ints.get(p + 5);
        int columns = ints.get(p + 6);
        int item = context.localIdx;
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int row = context.groupIdx; row < rows; row += groups) {
            int from = xo + row * columns;
            int competing = classes.get(classAt + row);
            float max = max(context, logits, from, competing);
            float sum = sumOrNan(sumExp(context, logits, from, competing, max), max);
            for (int j = item; j < columns; j += items) {
                float probability = 0f;
                if (j < competing) {
                    probability = share(logits.get(from + j), max) / sum;
                }
                probs.set(yo + row * columns + j, probability);
            }
            if (item == 0) {
                int label = labels.get(labelAt + row);
                float loss = 0f;
                if (label >= 0) {
                    float own = logits.get(from + label);
                    float below = own == max ? 0f : max - own;
                    loss = TornadoMath.log(sum) + below;
                }
                losses.set(lossAt + row, loss);
            }
        }
    }

    /** {@code gx[row] = gy[row] (probs[row] - onehot(labels[row]))}, 0 where the label is negative. */
    public static void crossEntropyBackward(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray probs,
            IntArray labels,
            FloatArray gy,
            FloatArray gx) {
        int p = at.get(0);
        int yo = ints.get(p);
        int labelAt = ints.get(p + 1);
        int go = ints.get(p + 2);
        int gxo = ints.get(p + 3);
        int rows = ints.get(p + 4);
        int columns = ints.get(p + 5);
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int row = context.groupIdx; row < rows; row += groups) {
            int label = labels.get(labelAt + row);
            float upstream = gy.get(go + row);
            for (int j = context.localIdx; j < columns; j += items) {
                float gradient = 0f;
                if (label >= 0) {
                    float target = j == label ? 1f : 0f;
                    gradient = upstream * (probs.get(yo + row * columns + j) - target);
                }
                gx.set(gxo + row * columns + j, gradient);
            }
        }
    }

    /** The largest of {@code n} elements, for all items of the group; n is at least 1. */
    private static float max(KernelContext context, FloatArray x, int from, int n) {
        float max = x.get(from);
        for (int j = context.localIdx; j < n; j += context.localGroupSizeX) {
            max = TornadoMath.max(max, x.get(from + j));
        }
        return Group.max(context, max);
    }

    /** The sum of {@code e^(x - max)} over {@code n} elements, for all items of the group. */
    private static float sumExp(KernelContext context, FloatArray x, int from, int n, float max) {
        float part = 0f;
        for (int j = context.localIdx; j < n; j += context.localGroupSizeX) {
            part = part + share(x.get(from + j), max);
        }
        return Group.sum(context, part);
    }

    /** The sum of shares, or NaN if several elements have an infinite maximum, since their shares have no limit. */
    private static float sumOrNan(float sum, float max) {
        float result = sum;
        if (TornadoMath.abs(max) > Float.MAX_VALUE) {
            if (sum > 1f) {
                result = max - max;
            }
        }
        return result;
    }

    /** {@code e^(x - max)}. If max is infinite, it is 1 for the maximum and 0 for smaller elements. */
    private static float share(float x, float max) {
        float difference = x == max ? 0f : x - max;
        return TornadoMath.exp(difference);
    }
}
