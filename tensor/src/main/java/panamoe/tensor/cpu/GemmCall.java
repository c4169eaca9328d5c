package panamoe.tensor.cpu;

import java.util.ArrayDeque;
import panamoe.tensor.Parallel;

/**
 * A matrix product in two steps: first, the columns of b that several blocks read are packed; then blocks of tiles of c
 * are computed. The threads share one list of the blocks of all groups, so that groups of any size balance. The depth
 * is never split between threads, so the result does not depend on their number.
 */
final class GemmCall {

    private final KernelSet kernels;
    private final ScratchPool scratch;
    private final GemmPartition partition;
    private final ArrayDeque<GemmBlock> free = new ArrayDeque<>();
    private final Parallel.Range packing = (job, one) -> pack(job);
    private final Parallel.Range multiplying = (job, one) -> multiply(job);
    private Product p = Product.NOTHING;
    private float[] packedB = {};

    GemmCall(KernelSet kernels, ScratchPool scratch) {
        this.kernels = kernels;
        this.scratch = scratch;
        partition = new GemmPartition(kernels);
    }

    /** Computes the product; not thread-safe. */
    void run(Product product, Parallel parallel) {
        p = product;
        partition.cut(product);
        packedB = scratch.take(partition.sizeB());
        parallel.ranges(partition.packJobs(), 1, packing);
        parallel.ranges(partition.tileJobs(), 1, multiplying);
        scratch.give(packedB);
        p = Product.NOTHING;
    }

    private void pack(int job) {
        GemmBlock block = take();
        block.pack(p, job, packedB);
        give(block);
    }

    private void multiply(int job) {
        GemmBlock block = take();
        block.compute(p, job, packedB);
        give(block);
    }

    private GemmBlock take() {
        synchronized (free) {
            GemmBlock block = free.poll();
            if (block != null) {
                return block;
            }
        }
        return new GemmBlock(kernels, scratch, partition);
    }

    private void give(GemmBlock block) {
        synchronized (free) {
            free.push(block);
        }
    }
}
