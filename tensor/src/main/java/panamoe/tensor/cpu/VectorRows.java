package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.VectorMath.F;
import static panamoe.tensor.cpu.VectorMath.LANES;
import static panamoe.tensor.cpu.VectorMath.all;
import static panamoe.tensor.cpu.VectorMath.load;
import static panamoe.tensor.cpu.VectorMath.rest;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link RowLoops} on vectors. Sums run in two or four accumulators, since one would wait for the adder's latency. */
interface VectorRows extends RowLoops {

    @Override
    default float sum(float[] x, int xo, int n) {
        FloatVector s0 = all(0f);
        FloatVector s1 = all(0f);
        FloatVector s2 = all(0f);
        FloatVector s3 = all(0f);
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            s0 = s0.add(load(x, xo + i));
            s1 = s1.add(load(x, xo + i + LANES));
            s2 = s2.add(load(x, xo + i + 2 * LANES));
            s3 = s3.add(load(x, xo + i + 3 * LANES));
        }
        for (; i <= n - LANES; i += LANES) {
            s0 = s0.add(load(x, xo + i));
        }
        if (i < n) {
            s1 = s1.add(load(x, xo + i, rest(i, n)));
        }
        return VectorMath.sum(s0.add(s1).add(s2.add(s3)));
    }

    @Override
    default float sumSquares(float[] x, int xo, int n) {
        return dot(x, xo, x, xo, n);
    }

    @Override
    default float sumSquaredDeviations(float[] x, int xo, float mean, int n) {
        FloatVector s0 = all(0f);
        FloatVector s1 = all(0f);
        int i = 0;
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            FloatVector d0 = load(x, xo + i).sub(mean);
            FloatVector d1 = load(x, xo + i + LANES).sub(mean);
            s0 = d0.fma(d0, s0);
            s1 = d1.fma(d1, s1);
        }
        for (; i < n; i += LANES) {
            VectorMask<Float> mask = rest(i, n);
            FloatVector d = load(x, xo + i, mask).sub(all(mean), mask);
            s0 = d.fma(d, s0);
        }
        return VectorMath.sum(s0.add(s1));
    }

    @Override
    default float dot(float[] a, int ao, float[] b, int bo, int n) {
        FloatVector s0 = all(0f);
        FloatVector s1 = all(0f);
        FloatVector s2 = all(0f);
        FloatVector s3 = all(0f);
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            s0 = load(a, ao + i).fma(load(b, bo + i), s0);
            s1 = load(a, ao + i + LANES).fma(load(b, bo + i + LANES), s1);
            s2 = load(a, ao + i + 2 * LANES).fma(load(b, bo + i + 2 * LANES), s2);
            s3 = load(a, ao + i + 3 * LANES).fma(load(b, bo + i + 3 * LANES), s3);
        }
        for (; i <= n - LANES; i += LANES) {
            s0 = load(a, ao + i).fma(load(b, bo + i), s0);
        }
        if (i < n) {
            VectorMask<Float> mask = rest(i, n);
            s1 = load(a, ao + i, mask).fma(load(b, bo + i, mask), s1);
        }
        return VectorMath.sum(s0.add(s1).add(s2.add(s3)));
    }

    @Override
    default float max(float[] x, int xo, int n) {
        FloatVector m = all(Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            m = m.max(load(x, xo + i));
        }
        if (i < n) {
            VectorMask<Float> mask = rest(i, n);
            m = m.lanewise(VectorOperators.MAX, load(x, xo + i, mask), mask);
        }
        return m.reduceLanes(VectorOperators.MAX);
    }

    @Override
    default float expShifted(float scale, float[] x, int xo, float shift, float[] y, int yo, int n) {
        FloatVector s = all(0f);
        // every vector with a mask: a loop without and a rest with one would hold e^x twice, which C2 boxes
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> mask = rest(i, n);
            FloatVector e = VectorMath.exp(load(x, xo + i, mask).mul(scale).sub(shift));
            e.intoArray(y, yo + i, mask);
            s = s.add(e, mask);
        }
        return VectorMath.sum(s);
    }

    @Override
    default float sumExpShifted(float[] x, int xo, float shift, int n) {
        FloatVector s = all(0f);
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> mask = rest(i, n);
            s = s.add(VectorMath.exp(load(x, xo + i, mask).sub(shift)), mask);
        }
        return VectorMath.sum(s);
    }

    @Override
    default void softmaxBackward(
            float scale, float[] y, int yo, float[] gy, int gyo, float dot, float[] gx, int gxo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            load(gy, gyo + i).sub(dot).mul(load(y, yo + i)).mul(scale).intoArray(gx, gxo + i);
        }
        for (; i < n; i++) {
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
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            FloatVector normalized = load(x, xo + i).sub(mean).mul(rstd);
            normalized.mul(load(gamma, go + i)).add(load(beta, bo + i)).intoArray(y, yo + i);
        }
        for (; i < n; i++) {
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
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            FloatVector deviation = load(x, xo + i).sub(mean);
            FloatVector g = load(gy, gyo + i).mul(load(gamma, go + i));
            g.sub(a).sub(deviation.mul(b)).mul(rstd).intoArray(gx, gxo + i);
        }
        for (; i < n; i++) {
            gx[gxo + i] = (gy[gyo + i] * gamma[go + i] - a - (x[xo + i] - mean) * b) * rstd;
        }
    }

    @Override
    default void normalizeBackwardAdd(
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
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            FloatVector deviation = load(x, xo + i).sub(mean);
            FloatVector g = load(gy, gyo + i).mul(load(gamma, go + i));
            g = g.sub(a).sub(deviation.mul(b)).mul(rstd);
            g.add(load(gx, gxo + i)).intoArray(gx, gxo + i);
        }
        for (; i < n; i++) {
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
        FloatVector scaled = all(0f);
        FloatVector deviations = all(0f);
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            FloatVector g = load(gy, gyo + i);
            FloatVector deviation = load(x, xo + i).sub(mean);
            FloatVector share = g.mul(load(gamma, go + i));
            scaled = scaled.add(share);
            deviations = share.fma(deviation, deviations);
            deviation.mul(rstd).mul(g).add(load(ggamma, ggo + i)).intoArray(ggamma, ggo + i);
            g.add(load(gbeta, gbo + i)).intoArray(gbeta, gbo + i);
        }
        float scaledSum = VectorMath.sum(scaled);
        float deviationSum = VectorMath.sum(deviations);
        for (; i < n; i++) {
            float g = gy[gyo + i];
            float deviation = x[xo + i] - mean;
            float share = g * gamma[go + i];
            scaledSum += share;
            deviationSum += share * deviation;
            ggamma[ggo + i] += deviation * rstd * g;
            gbeta[gbo + i] += g;
        }
        sums[so] = scaledSum;
        sums[so + 1] = deviationSum;
    }
}
