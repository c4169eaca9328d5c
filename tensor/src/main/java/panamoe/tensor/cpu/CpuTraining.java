package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;
import static panamoe.tensor.cpu.Engine.hostInts;
import static panamoe.tensor.cpu.Engine.ints;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Rng;
import panamoe.tensor.Tensor;
import panamoe.tensor.TrainingKernels;

/** {@link TrainingKernels} in chunks of the flat element range. */
interface CpuTraining extends TrainingKernels, OnEngine {

    @Override
    default void dropout(Tensor x, double rate, Tensor key, int stream, Tensor y) {
        KernelChecks.dropout(DType.F32, x, rate, key, y);
        float[] xs = floats(x);
        float[] ys = floats(y);
        int[] ks = ints(key);
        int xo = x.offset();
        int yo = y.offset();
        int ko = key.offset();
        float scale = (float) (1 / (1 - rate));
        // uniform numbers have 24 bits, so this keeps exactly those that are at least rate
        int threshold = (int) Math.ceil(rate * 0x1p24);
        engine().elements(x.size(), (from, length) -> {
            int[] words = new int[4];
            // chunks begin at multiples of four, which is how many elements share a block of random words
            for (int block = from; block < from + length; block += 4) {
                Rng.philox(block >> 2, stream, ks[ko + 2], 0, ks[ko], ks[ko + 1], words);
                int end = Math.min(block + 4, from + length);
                for (int i = block; i < end; i++) {
                    boolean kept = ((words[i - block] >> 8) & 0xFFFFFF) >= threshold;
                    ys[yo + i] = kept ? xs[xo + i] * scale : 0;
                }
            }
        });
    }

    @Override
    default void clipFactor(Tensor gradients, double maxNorm, Tensor y) {
        KernelChecks.clipFactor(DType.F32, gradients, maxNorm, y);
        double norm = Math.sqrt(Totals.squares(engine(), gradients));
        floats(y)[y.offset()] = (float) Math.min(1, maxNorm / norm);
    }

    @Override
    default void adamW(AdamWBuffers flat, AdamWSegments segments, Tensor clip, double beta1, double beta2, double eps) {
        KernelChecks.adamW(DType.F32, flat, segments, clip, beta1, beta2, eps);
        IndexChecks.adamW(hostInts(segments.begins()), flat.parameters().size());
        float[] ps = floats(flat.parameters());
        float[] gs = floats(flat.gradients());
        float[] ms = floats(flat.m());
        float[] vs = floats(flat.v());
        int[] begin = ints(segments.begins());
        int po = flat.parameters().offset();
        int go = flat.gradients().offset();
        int mo = flat.m().offset();
        int vo = flat.v().offset();
        int at = segments.begins().offset();
        int count = segments.begins().size() - 1;
        var step = new ElementwiseLoops.AdamWStep(
                floats(clip)[clip.offset()],
                (float) beta1,
                (float) beta2,
                (float) eps,
                floats(segments.settings()),
                segments.settings().offset());
        KernelSet k = engine().kernels();
        engine().elements(flat.parameters().size(), (from, length) -> {
            int end = from + length;
            int segment = Segments.containing(begin, at, count, from);
            for (int i = from; i < end; segment++) {
                int n = Math.min(end, begin[at + segment + 1]) - i;
                if (n > 0 && step.isActive(segment)) {
                    k.adamW(ps, po + i, gs, go + i, ms, mo + i, vs, vo + i, n, step, segment);
                }
                i += n;
            }
        });
    }
}
