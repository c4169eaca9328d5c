package panamoe.tensor.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static panamoe.tensor.cpu.VectorMath.F;
import static panamoe.tensor.cpu.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link RowLoops} on vectors. Sums run in two or four accumulators, since one would wait for the adder's latency. */
interface VectorRows extends RowLoops {

    @Override
    default float sum(float[] x, int xo, int n) {
        // short rows of classes or experts are summed here: in softmax, C2 would not inline the sum over lanes and
        // would make its vector an object
        int end = n <= 2 * LANES ? 0 : F.loopBound(n);
        float rest = 0;
        for (int i = end; i < n; i++) {
            rest += x[xo + i];
        }
        return end == 0 ? rest : rest + sumVectors(x, xo, end);
    }

    private static float sumVectors(float[] x, int xo, int n) {
        FloatVector s0 = broadcast(F, 0f);
        FloatVector s1 = broadcast(F, 0f);
        FloatVector s2 = broadcast(F, 0f);
        FloatVector s3 = broadcast(F, 0f);
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            s0 = s0.add(fromArray(F, x, xo + i));
            s1 = s1.add(fromArray(F, x, xo + i + LANES));
            s2 = s2.add(fromArray(F, x, xo + i + 2 * LANES));
            s3 = s3.add(fromArray(F, x, xo + i + 3 * LANES));
        }
        for (; i < n; i += LANES) {
            s0 = s0.add(fromArray(F, x, xo + i));
        }
        return VectorMath.sum(s0.add(s1).add(s2.add(s3)));
    }

    @Override
    default float sumSquares(float[] x, int xo, int n) {
        return dot(x, xo, x, xo, n);
    }

    @Override
    default float sumSquaredDeviations(float[] x, int xo, float mean, int n) {
        FloatVector s0 = broadcast(F, 0f);
        FloatVector s1 = broadcast(F, 0f);
        int i = 0;
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            FloatVector d0 = fromArray(F, x, xo + i).sub(mean);
            FloatVector d1 = fromArray(F, x, xo + i + LANES).sub(mean);
            s0 = d0.fma(d0, s0);
            s1 = d1.fma(d1, s1);
        }
        for (; i < n; i += LANES) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            FloatVector d = fromArray(F, x, xo + i, mask).sub(broadcast(F, mean), mask);
            s0 = d.fma(d, s0);
        }
        return VectorMath.sum(s0.add(s1));
    }

    @Override
    default float dot(float[] a, int ao, float[] b, int bo, int n) {
        FloatVector s0 = broadcast(F, 0f);
        FloatVector s1 = broadcast(F, 0f);
        FloatVector s2 = broadcast(F, 0f);
        FloatVector s3 = broadcast(F, 0f);
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            s0 = fromArray(F, a, ao + i).fma(fromArray(F, b, bo + i), s0);
            s1 = fromArray(F, a, ao + i + LANES).fma(fromArray(F, b, bo + i + LANES), s1);
            s2 = fromArray(F, a, ao + i + 2 * LANES).fma(fromArray(F, b, bo + i + 2 * LANES), s2);
            s3 = fromArray(F, a, ao + i + 3 * LANES).fma(fromArray(F, b, bo + i + 3 * LANES), s3);
        }
        for (; i <= n - LANES; i += LANES) {
            s0 = fromArray(F, a, ao + i).fma(fromArray(F, b, bo + i), s0);
        }
        if (i < n) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            s1 = fromArray(F, a, ao + i, mask).fma(fromArray(F, b, bo + i, mask), s1);
        }
        return VectorMath.sum(s0.add(s1).add(s2.add(s3)));
    }

    @Override
    default float max(float[] x, int xo, int n) {
        FloatVector m = broadcast(F, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            m = m.max(fromArray(F, x, xo + i));
        }
        if (i < n) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            m = m.lanewise(VectorOperators.MAX, fromArray(F, x, xo + i, mask), mask);
        }
        return m.reduceLanes(VectorOperators.MAX);
    }

    @Override
    default float expShifted(float scale, float[] x, int xo, float shift, float[] y, int yo, int n) {
        // every vector has a mask: an unmasked loop and a masked rest would contain e^x twice, and C2 would box its
        // vectors
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            VectorMath.exp(fromArray(F, x, xo + i, mask).mul(scale).sub(shift)).intoArray(y, yo + i, mask);
        }
        return sum(y, yo, n);
    }

    @Override
    default float sumExpShifted(float[] x, int xo, float shift, int n) {
        FloatVector s = broadcast(F, 0f);
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            s = s.add(VectorMath.exp(fromArray(F, x, xo + i, mask).sub(shift)), mask);
        }
        return VectorMath.sum(s);
    }

    @Override
    default void softmaxBackward(
            float scale, float[] y, int yo, float[] gy, int gyo, float dot, float[] gx, int gxo, int n) {
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            fromArray(F, gy, gyo + i)
                    .sub(dot)
                    .mul(fromArray(F, y, yo + i))
                    .mul(scale)
                    .intoArray(gx, gxo + i);
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
            FloatVector normalized = fromArray(F, x, xo + i).sub(mean).mul(rstd);
            normalized
                    .mul(fromArray(F, gamma, go + i))
                    .add(fromArray(F, beta, bo + i))
                    .intoArray(y, yo + i);
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
            FloatVector deviation = fromArray(F, x, xo + i).sub(mean);
            FloatVector g = fromArray(F, gy, gyo + i).mul(fromArray(F, gamma, go + i));
            g = g.sub(a).sub(deviation.mul(b)).mul(rstd);
            g.add(fromArray(F, gx, gxo + i)).intoArray(gx, gxo + i);
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
        FloatVector scaled = broadcast(F, 0f);
        FloatVector deviations = broadcast(F, 0f);
        int i = 0;
        for (int end = F.loopBound(n); i < end; i += LANES) {
            FloatVector g = fromArray(F, gy, gyo + i);
            FloatVector deviation = fromArray(F, x, xo + i).sub(mean);
            FloatVector share = g.mul(fromArray(F, gamma, go + i));
            scaled = scaled.add(share);
            deviations = share.fma(deviation, deviations);
            deviation.mul(rstd).mul(g).add(fromArray(F, ggamma, ggo + i)).intoArray(ggamma, ggo + i);
            g.add(fromArray(F, gbeta, gbo + i)).intoArray(gbeta, gbo + i);
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
