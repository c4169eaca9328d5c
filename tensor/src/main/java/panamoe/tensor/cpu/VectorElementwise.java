package panamoe.tensor.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static panamoe.tensor.cpu.VectorMath.F;
import static panamoe.tensor.cpu.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link ElementwiseLoops} on vectors: one loop per kernel, since a loop shared by several would lose its intrinsics. */
interface VectorElementwise extends ElementwiseLoops {

    @Override
    default void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            fromArray(F, a, ao + i).add(fromArray(F, b, bo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] + b[bo + i];
        }
    }

    @Override
    default void sub(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            fromArray(F, a, ao + i).sub(fromArray(F, b, bo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] - b[bo + i];
        }
    }

    @Override
    default void mul(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            fromArray(F, a, ao + i).mul(fromArray(F, b, bo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] * b[bo + i];
        }
    }

    @Override
    default void div(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            fromArray(F, a, ao + i).div(fromArray(F, b, bo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] / b[bo + i];
        }
    }

    @Override
    default void divBy(float[] x, int xo, float divisor, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            fromArray(F, x, xo + i).div(divisor).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = x[xo + i] / divisor;
        }
    }

    @Override
    default void divInto(float dividend, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            broadcast(F, dividend).div(fromArray(F, x, xo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = dividend / x[xo + i];
        }
    }

    @Override
    default void affine(float scale, float[] x, int xo, float shift, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            fromArray(F, x, xo + i).mul(scale).add(shift).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = scale * x[xo + i] + shift;
        }
    }

    @Override
    default void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            fromArray(F, x, xo + i).mul(alpha).add(fromArray(F, y, yo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] += alpha * x[xo + i];
        }
    }

    @Override
    default void exp(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            VectorMath.exp(fromArray(F, x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            VectorMath.exp(fromArray(F, x, xo + i, mask)).intoArray(y, yo + i, mask);
        }
    }

    @Override
    default void tanh(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            VectorMath.tanh(fromArray(F, x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            VectorMath.tanh(fromArray(F, x, xo + i, mask)).intoArray(y, yo + i, mask);
        }
    }

    @Override
    default void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            VectorMath.sigmoid(fromArray(F, x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            VectorMath.sigmoid(fromArray(F, x, xo + i, mask)).intoArray(y, yo + i, mask);
        }
    }

    @Override
    default void sqrt(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            fromArray(F, x, xo + i).sqrt().intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = (float) Math.sqrt(x[xo + i]);
        }
    }

    @Override
    default void relu(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            fromArray(F, x, xo + i).max(0f).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
            y[yo + i] = Math.max(x[xo + i], 0f);
        }
    }

    @Override
    default void reluBackward(float[] x, int xo, float[] gy, int gyo, float[] gx, int gxo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            broadcast(F, 0f)
                    .blend(fromArray(F, gy, gyo + i), fromArray(F, x, xo + i).compare(VectorOperators.GT, 0f))
                    .intoArray(gx, gxo + i);
        }
        for (; i < n; i++) {
            gx[gxo + i] = x[xo + i] > 0 ? gy[gyo + i] : 0f;
        }
    }

    @Override
    default void gelu(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            VectorMath.gelu(fromArray(F, x, xo + i)).intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            VectorMath.gelu(fromArray(F, x, xo + i, mask)).intoArray(y, yo + i, mask);
        }
    }

    @Override
    default void geluBackward(float[] x, int xo, float[] gy, int gyo, float[] gx, int gxo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            VectorMath.geluDerivative(fromArray(F, x, xo + i))
                    .mul(fromArray(F, gy, gyo + i))
                    .intoArray(gx, gxo + i);
        }
        if (i < n) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            VectorMath.geluDerivative(fromArray(F, x, xo + i, mask))
                    .mul(fromArray(F, gy, gyo + i, mask))
                    .intoArray(gx, gxo + i, mask);
        }
    }

    @Override
    default void biasGelu(float[] x, int xo, float[] bias, int bo, float[] y, int yo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            VectorMath.gelu(fromArray(F, x, xo + i).add(fromArray(F, bias, bo + i)))
                    .intoArray(y, yo + i);
        }
        if (i < n) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            VectorMath.gelu(fromArray(F, x, xo + i, mask).add(fromArray(F, bias, bo + i, mask)))
                    .intoArray(y, yo + i, mask);
        }
    }

    @Override
    default void biasGeluBackward(
            float[] x, int xo, float[] bias, int bo, float[] gy, int gyo, float[] gx, int gxo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            VectorMath.geluDerivative(fromArray(F, x, xo + i).add(fromArray(F, bias, bo + i)))
                    .mul(fromArray(F, gy, gyo + i))
                    .intoArray(gx, gxo + i);
        }
        if (i < n) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            VectorMath.geluDerivative(fromArray(F, x, xo + i, mask).add(fromArray(F, bias, bo + i, mask)))
                    .mul(fromArray(F, gy, gyo + i, mask))
                    .intoArray(gx, gxo + i, mask);
        }
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
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            FloatVector gradient = fromArray(F, g, go + i).mul(clip);
            FloatVector first = fromArray(F, m, mo + i).mul(beta1).add(gradient.mul(1 - beta1));
            FloatVector second = fromArray(F, v, vo + i)
                    .mul(beta2)
                    .add(gradient.mul(gradient).mul(1 - beta2));
            first.intoArray(m, mo + i);
            second.intoArray(v, vo + i);
            FloatVector move =
                    first.mul(rate).div(second.mul(correction2).sqrt().add(eps));
            fromArray(F, p, po + i).mul(shrink).sub(move).intoArray(p, po + i);
        }
        for (; i < n; i++) {
            float gradient = g[go + i] * clip;
            float first = m[mo + i] * beta1 + gradient * (1 - beta1);
            float second = v[vo + i] * beta2 + gradient * gradient * (1 - beta2);
            m[mo + i] = first;
            v[vo + i] = second;
            p[po + i] = p[po + i] * shrink - first * rate / ((float) Math.sqrt(second * correction2) + eps);
        }
    }
}
