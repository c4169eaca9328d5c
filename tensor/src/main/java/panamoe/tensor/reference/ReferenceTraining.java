package panamoe.tensor.reference;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Rng;
import panamoe.tensor.Tensor;
import panamoe.tensor.TrainingKernels;

/** {@link TrainingKernels} as plain loops in double precision. */
interface ReferenceTraining extends TrainingKernels {

    @Override
    default void dropout(Tensor x, double rate, Tensor key, int stream, Tensor y) {
        KernelChecks.dropout(DType.F64, x, rate, key, y);
        Reals in = Reals.of(x);
        Ints words = Ints.of(key);
        Reals out = Reals.of(y);
        for (int i = 0; i < in.size(); i++) {
            float uniform = Rng.uniform(words.get(0), words.get(1), words.get(2), stream, i);
            out.set(i, uniform >= rate ? in.get(i) / (1 - rate) : 0);
        }
    }

    @Override
    default void clipFactor(Tensor gradients, double maxNorm, Tensor y) {
        KernelChecks.clipFactor(DType.F64, gradients, maxNorm, y);
        Reals.of(y).set(0, Math.min(1, maxNorm / norm(Reals.of(gradients))));
    }

    /** The Euclidean norm, scaled so that no square exceeds the range of doubles. */
    private static double norm(Reals x) {
        double largest = 0;
        for (int i = 0; i < x.size(); i++) {
            largest = Math.max(largest, Math.abs(x.get(i)));
        }
        if (largest == 0 || largest == Double.POSITIVE_INFINITY) {
            return largest;
        }
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            double share = x.get(i) / largest;
            sum += share * share;
        }
        return largest * Math.sqrt(sum);
    }

    @Override
    default void adamW(AdamWBuffers flat, AdamWSegments segments, Tensor clip, double beta1, double beta2, double eps) {
        KernelChecks.adamW(DType.F64, flat, segments, clip, beta1, beta2, eps);
        Reals p = Reals.of(flat.parameters());
        Reals gradient = Reals.of(flat.gradients());
        Reals first = Reals.of(flat.m());
        Reals second = Reals.of(flat.v());
        Ints begins = Ints.of(segments.begins());
        IndexChecks.adamW(Ints.host(segments.begins()), p.size());
        Reals setting = Reals.of(segments.settings());
        double factor = Reals.of(clip).get(0);
        for (int segment = 0; segment < begins.size() - 1; segment++) {
            boolean active = setting.get(segment, 0) != 0;
            double rate = setting.get(segment, 1);
            double decay = setting.get(segment, 2);
            double correction1 = setting.get(segment, 3);
            double correction2 = setting.get(segment, 4);
            for (int i = begins.get(segment); i < begins.get(segment + 1) && active; i++) {
                double g = factor * gradient.get(i);
                first.set(i, beta1 * first.get(i) + (1 - beta1) * g);
                second.set(i, beta2 * second.get(i) + (1 - beta2) * g * g);
                double step = first.get(i) * correction1 / (Math.sqrt(second.get(i) * correction2) + eps);
                p.set(i, p.get(i) - rate * (step + decay * p.get(i)));
            }
        }
    }
}
