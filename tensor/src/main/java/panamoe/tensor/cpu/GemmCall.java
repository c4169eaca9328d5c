package panamoe.tensor.cpu;

import panamoe.tensor.Parallel;

/**
 * A matrix product in two steps: first, operands are packed into panels where this is faster; then blocks of tiles of c
 * are computed. The threads share one list of the blocks of all groups, so that groups of any size balance. The depth
 * is never split between threads, so the result does not depend on their number.
 */
final class GemmCall {

    private final KernelSet kernels;
    private final ScratchPool scratch;
    private final Panels rows;
    private final Panels columns;
    private final GemmPartition partition;
    private final Packing packingA;
    private final Packing packingB;
    private final Tiles tiles;
    private final Parallel.Range packing = (job, one) -> pack(job);
    private final Parallel.Range multiplying = (job, one) -> multiply(job);
    private Product p = Product.NOTHING;
    private float[] packedA = {};
    private float[] packedB = {};

    GemmCall(KernelSet kernels, ScratchPool scratch) {
        this.kernels = kernels;
        this.scratch = scratch;
        rows = new Panels(kernels.tallRows(), kernels.shortRows());
        columns = new Panels(kernels.wideColumns(), kernels.narrowColumns());
        partition = new GemmPartition(kernels, rows, columns);
        packingA = new Packing(kernels, rows, Packing.Side.A);
        packingB = new Packing(kernels, columns, Packing.Side.B);
        tiles = new Tiles(kernels, rows, columns, Tiles.maxDepth(CacheSizes.level1Data(), kernels.wideColumns()));
    }

    /** Computes the product; not thread-safe. */
    void run(Product product, Parallel parallel) {
        p = product;
        partition.cut(product);
        packedA = scratch.take(partition.sizeA());
        packedB = scratch.take(partition.sizeB());
        parallel.ranges(partition.packJobs(), 1, packing);
        parallel.ranges(partition.tileJobs(), 1, multiplying);
        scratch.give(packedB);
        scratch.give(packedA);
        p = Product.NOTHING;
    }

    private void pack(int job) {
        int g = partition.groupOfPackJob(job);
        int local = job - partition.firstPackJob(g);
        int ofA = partition.packsA(g) ? partition.rowBlocks(g) : 0;
        float[] tile = takeTile();
        if (local < ofA) {
            int from = partition.firstRowPanel(g, local);
            packingA.pack(p, g, from, partition.firstRowPanel(g, local + 1), packedA, partition.offsetA(g), tile);
        } else {
            int block = local - ofA;
            int from = partition.firstColumnPanel(block);
            packingB.pack(p, g, from, partition.firstColumnPanel(block + 1), packedB, partition.offsetB(g), tile);
        }
        scratch.give(tile);
    }

    /**
     * Computes a block of c. It first packs the panels that no other block reads: columns of b, and incomplete last
     * panels of operands that are read in place.
     */
    private void multiply(int job) {
        int g = partition.groupOfTileJob(job);
        int local = job - partition.firstTileJob(g);
        int rowBlock = local / partition.columnBlocks();
        int columnBlock = local % partition.columnBlocks();
        int rowFrom = partition.firstRowPanel(g, rowBlock);
        int rowTo = partition.firstRowPanel(g, rowBlock + 1);
        int columnFrom = partition.firstColumnPanel(columnBlock);
        int columnTo = partition.firstColumnPanel(columnBlock + 1);
        int m = p.rows(g);
        int k = p.depth(g);
        float[] tile = takeTile();

        float[] a = packedA;
        int aAt = partition.offsetA(g);
        int aInPlaceTo = rowFrom;
        if (!partition.packsA(g)) {
            aInPlaceTo = rows.isWhole(m, rowTo - 1) ? rowTo : rowTo - 1;
            int rest = rows.first(m, aInPlaceTo) * k;
            a = scratch.take(rows.first(m, rowTo) * k - rest);
            aAt = -rest;
            packingA.pack(p, g, aInPlaceTo, rowTo, a, aAt, tile);
        }
        float[] b = packedB;
        int bAt = partition.offsetB(g);
        int bInPlaceTo = columnFrom;
        if (!partition.sharesB(g)) {
            if (partition.readsB(g)) {
                bInPlaceTo = columns.isWhole(p.n(), columnTo - 1) ? columnTo : columnTo - 1;
            }
            int rest = columns.first(p.n(), bInPlaceTo) * k;
            b = scratch.take(columns.first(p.n(), columnTo) * k - rest);
            bAt = -rest;
            packingB.pack(p, g, bInPlaceTo, columnTo, b, bAt, tile);
        }
        tiles.multiply(p, g, rowFrom, rowTo, a, aAt, aInPlaceTo, columnFrom, columnTo, b, bAt, bInPlaceTo, tile);
        if (b != packedB) {
            scratch.give(b);
        }
        if (a != packedA) {
            scratch.give(a);
        }
        scratch.give(tile);
    }

    private float[] takeTile() {
        return scratch.take(kernels.tallRows() * kernels.wideColumns());
    }
}
