package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code of elementwise functions. Integers: the number of elements. No method may have the name of a function of
 * OpenCL or CUDA, such as exp: TornadoVM names the compiled kernel after the method.
 */
public final class ElementwiseCode {

    private ElementwiseCode() {}

    /** {@code y = reals[0]}. */
    public static void fill(KernelContext context, IntArray at, IntArray ints, FloatArray reals, FloatArray y) {
        int p = at.get(0);
        int yo = ints.get(p);
        int n = ints.get(p + 1);
        float value = reals.get(at.get(1));
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, value);
        }
    }

    /** {@code y = value}; integers: number of elements, value. */
    public static void fillInts(KernelContext context, IntArray at, IntArray ints, IntArray y) {
        int p = at.get(0);
        int yo = ints.get(p);
        int n = ints.get(p + 1);
        int value = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, value);
        }
    }

    /** {@code y = x}. */
    public static void copy(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, x.get(xo + i));
        }
    }

    /** {@code y = x}. */
    public static void copyInts(KernelContext context, IntArray at, IntArray ints, IntArray x, IntArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, x.get(xo + i));
        }
    }

    /** {@code y += reals[0] x}. */
    public static void axpy(
            KernelContext context, IntArray at, IntArray ints, FloatArray reals, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        float alpha = reals.get(at.get(1));
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, y.get(yo + i) + alpha * x.get(xo + i));
        }
    }

    /** {@code y = reals[0] x + reals[1]}. */
    public static void affine(
            KernelContext context, IntArray at, IntArray ints, FloatArray reals, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        int q = at.get(1);
        float scale = reals.get(q);
        float shift = reals.get(q + 1);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, scale * x.get(xo + i) + shift);
        }
    }

    /** {@code y = e^x}. */
    public static void exponential(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, TornadoMath.exp(x.get(xo + i)));
        }
    }

    /** {@code y = ln x}. */
    public static void logarithm(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, TornadoMath.log(x.get(xo + i)));
        }
    }

    /** {@code y = sqrt x}. */
    public static void squareRoot(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, TornadoMath.sqrt(x.get(xo + i)));
        }
    }

    /** {@code y = tanh x}. */
    public static void hyperbolicTangent(
            KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, TornadoMath.tanh(x.get(xo + i)));
        }
    }

    /** {@code y = 1 / (1 + e^-x)}. */
    public static void sigmoid(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, 1f / (1f + TornadoMath.exp(-x.get(xo + i))));
        }
    }

    /** {@code y = max(x, 0)}, NaN for NaN. */
    public static void relu(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            float value = x.get(xo + i);
            y.set(yo + i, value < 0f ? 0f : value);
        }
    }

    /** {@code y = x Phi(x)}. */
    public static void gelu(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int yo = ints.get(p + 1);
        int n = ints.get(p + 2);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            y.set(yo + i, Gelu.gelu(x.get(xo + i)));
        }
    }

    /** {@code gx = gy where x > 0, else 0}. */
    public static void reluBackward(
            KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray gy, FloatArray gx) {
        int p = at.get(0);
        int xo = ints.get(p);
        int go = ints.get(p + 1);
        int gxo = ints.get(p + 2);
        int n = ints.get(p + 3);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            gx.set(gxo + i, x.get(xo + i) > 0f ? gy.get(go + i) : 0f);
        }
    }

    /** {@code gx = gy (Phi(x) + x phi(x))}. */
    public static void geluBackward(
            KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray gy, FloatArray gx) {
        int p = at.get(0);
        int xo = ints.get(p);
        int go = ints.get(p + 1);
        int gxo = ints.get(p + 2);
        int n = ints.get(p + 3);
        for (int i = context.globalIdx; i < n; i += context.globalGroupSizeX) {
            gx.set(gxo + i, gy.get(go + i) * Gelu.derivative(x.get(xo + i)));
        }
    }
}
