package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Tensor;
import panamoe.tensor.TrainingKernels;
import panamoe.tornado.kernels.TrainingCode;

/** {@link TrainingKernels}: one call each, except clipping, which computes the norm first. */
interface TornadoTraining extends TrainingKernels, TornadoReductions {

    Kernel DROPOUT =
            Kernel.of("dropout", Kernel.Grid.ITEMS, TrainingCode::dropout).withReals();
    Kernel SQUARES = Kernel.of("squares", Kernel.Grid.GROUPS, TrainingCode::squares);
    Kernel CLIP_FACTOR = Kernel.of("clipFactor", Kernel.Grid.ONE_GROUP, TrainingCode::clipFactor)
            .withReals();
    Kernel ADAM_W = Kernel.of("adamW", Kernel.Grid.GROUPS, TrainingCode::adamW).withReals();

    @Override
    default void dropout(Tensor x, double rate, Tensor key, int stream, Tensor y) {
        KernelChecks.dropout(DType.F32, x, rate, key, y);
        // uniform numbers have 24 bits, so this keeps exactly those that are at least rate
        int threshold = (int) Math.ceil(rate * 0x1p24);
        recorder()
                .call(DROPOUT)
                .in(x)
                .in(key)
                .out(y)
                .ints(x.size(), threshold, stream)
                .reals(1 / (1 - rate))
                .run();
    }

    @Override
    default void clipFactor(Tensor gradients, double maxNorm, Tensor y) {
        KernelChecks.clipFactor(DType.F32, gradients, maxNorm, y);
        Parts parts = Parts.ofElements(gradients.size());
        Tensor sums = recorder().scratch(DType.F32, 2, parts.count());
        recorder()
                .call(SQUARES)
                .in(gradients)
                .out(sums)
                .ints(parts.count(), parts.length(), gradients.size())
                .run();
        Tensor squares = recorder().scratch(DType.F32, 2);
        addUp(sums, 2, squares);
        recorder().call(CLIP_FACTOR).in(squares).out(y).reals(maxNorm).run();
        recorder().discard(squares);
    }

    @Override
    default void adamW(AdamWBuffers flat, AdamWSegments segments, Tensor clip, double beta1, double beta2, double eps) {
        KernelChecks.adamW(DType.F32, flat, segments, clip, beta1, beta2, eps);
        IndexChecks.adamW(
                recorder().hostInts(segments.begins()), flat.parameters().size());
        recorder()
                .call(ADAM_W)
                .inOut(flat.parameters())
                .in(flat.gradients())
                .inOut(flat.m())
                .inOut(flat.v())
                .in(segments.begins())
                .in(segments.settings())
                .in(clip)
                .ints(flat.parameters().size(), segments.begins().size() - 1)
                // 1 - beta is computed in double precision: computed from a beta rounded to float it would lose digits
                .reals(beta1, 1 - beta1, beta2, 1 - beta2, eps)
                .run();
    }
}
