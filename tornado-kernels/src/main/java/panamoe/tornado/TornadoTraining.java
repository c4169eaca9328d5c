package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Tensor;
import panamoe.tensor.TrainingKernels;
import panamoe.tornado.kernels.TrainingCode;

/** {@link TrainingKernels}: one call each. */
interface TornadoTraining extends TrainingKernels, OnRecorder {

    Kernel DROPOUT =
            Kernel.of("dropout", Kernel.Grid.ITEMS, TrainingCode::dropout).withReals();
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
    default void clipFactor(Tensor sumSquares, double maxNorm, Tensor y) {
        KernelChecks.clipFactor(DType.F32, sumSquares, maxNorm, y);
        recorder().call(CLIP_FACTOR).in(sumSquares).out(y).reals(maxNorm).run();
    }

    @Override
    default void adamW(AdamWBuffers flat, AdamWSegments segments, Tensor clip, double beta1, double beta2, double eps) {
        KernelChecks.adamW(DType.F32, flat, segments, clip, beta1, beta2, eps);
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
                // 1 - beta is rounded once here; made of a rounded beta it would have lost digits
                .reals(beta1, 1 - beta1, beta2, 1 - beta2, eps)
                .run();
    }
}
