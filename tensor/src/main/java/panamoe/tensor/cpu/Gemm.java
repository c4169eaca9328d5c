package panamoe.tensor.cpu;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Parallel;

/** Matrix products: those with a vector by {@link MatrixVector}, all others by a {@link GemmCall}. */
final class Gemm {

    private final Parallel parallel;
    private final KernelSet kernels;
    private final ScratchPool scratch;
    private final MatrixVector matrixVector;

    /** The working memory of a finished call, kept for the next: a training step has hundreds of calls. */
    private final AtomicReference<@Nullable GemmCall> spare = new AtomicReference<>();

    Gemm(KernelSet kernels, Parallel parallel, ScratchPool scratch) {
        this.parallel = parallel;
        this.kernels = kernels;
        this.scratch = scratch;
        this.matrixVector = new MatrixVector(kernels, parallel);
    }

    /** Computes the product; the results of its groups do not overlap. */
    void run(Product p) {
        if (matrixVector.serves(p)) {
            matrixVector.run(p);
            return;
        }
        GemmCall call = spare.getAndSet(null);
        if (call == null) {
            call = new GemmCall(kernels, scratch);
        }
        call.run(p, parallel);
        spare.set(call);
    }
}
