package panamoe.tensor.cpu;

import panamoe.tensor.Parallel;

/**
 * Matrix products in two steps: where it pays, operands are packed to panels; then blocks of tiles of c are computed. The
 * blocks of all groups of a product are one list that the threads share, so that groups of any size balance; the depth is
 * never divided between threads, so the bits do not depend on their number.
 */
final class Gemm {

    private final KernelSet kernels;
    private final Parallel parallel;
    private final ScratchPool scratch;
    private final MatrixVector matrixVector;
    private final int maxDepth = Tiles.maxDepth(CacheSizes.level2());

    Gemm(KernelSet kernels, Parallel parallel, ScratchPool scratch) {
        this.kernels = kernels;
        this.parallel = parallel;
        this.scratch = scratch;
        this.matrixVector = new MatrixVector(kernels, parallel);
    }

    /** Computes the product; the results of its groups do not overlap. */
    void run(Product p) {
        if (matrixVector.serves(p)) {
            matrixVector.run(p);
            return;
        }
        Blocks blocks = new Blocks(p, kernels);
        float[] packedA = scratch.take(blocks.sizeA());
        float[] packedB = scratch.take(blocks.sizeB());
        parallel.run(blocks.packJobs(), job -> pack(blocks, job, packedA, packedB));
        parallel.run(blocks.tileJobs(), job -> multiply(blocks, job, packedA, packedB));
        scratch.give(packedB);
        scratch.give(packedA);
    }

    private void pack(Blocks blocks, int job, float[] packedA, float[] packedB) {
        Product p = blocks.product();
        int g = blocks.groupOfPackJob(job);
        int local = job - blocks.firstPackJob(g);
        int ofA = blocks.packsA(g) ? blocks.rowBlocks(g) : 0;
        float[] tile = takeTile();
        if (local < ofA) {
            int from = blocks.firstRowPanel(g, local);
            int to = blocks.firstRowPanel(g, local + 1);
            Packing.rowsOfA(kernels, p, g, blocks.rows(g), from, to, packedA, blocks.offsetA(g), tile);
        } else {
            int from = blocks.firstColumnPanel(local - ofA);
            int to = blocks.firstColumnPanel(local - ofA + 1);
            Packing.columnsOfB(kernels, p, g, blocks.columns(), from, to, packedB, blocks.offsetB(g), tile);
        }
        scratch.give(tile);
    }

    /**
     * A block of c. Columns of b that were not packed for all are packed here if they have to be: they have no other
     * reader, or are a last panel that has to be filled up.
     */
    private void multiply(Blocks blocks, int job, float[] packedA, float[] packedB) {
        Product p = blocks.product();
        int g = blocks.groupOfTileJob(job);
        int local = job - blocks.firstTileJob(g);
        int rowBlock = local / blocks.columnBlocks();
        int columnBlock = local % blocks.columnBlocks();
        int rowFrom = blocks.firstRowPanel(g, rowBlock);
        int rowTo = blocks.firstRowPanel(g, rowBlock + 1);
        int columnFrom = blocks.firstColumnPanel(columnBlock);
        int columnTo = blocks.firstColumnPanel(columnBlock + 1);
        Panels rows = blocks.rows(g);
        Panels columns = blocks.columns();
        int k = p.depth(g);
        float[] tile = takeTile();

        float[] a = packedA;
        int aAt = blocks.offsetA(g);
        int aInPlaceTo = rowFrom;
        if (!blocks.packsA(g)) {
            aInPlaceTo = rows.isWhole(rowTo - 1) ? rowTo : rowTo - 1;
            int rest = rows.first(aInPlaceTo) * k;
            a = scratch.take(rows.first(rowTo) * k - rest);
            aAt = -rest;
            Packing.rowsOfA(kernels, p, g, rows, aInPlaceTo, rowTo, a, aAt, tile);
        }
        float[] b = packedB;
        int bAt = blocks.offsetB(g);
        int bInPlaceTo = columnFrom;
        if (!blocks.sharesB(g)) {
            bInPlaceTo = !blocks.readsB(g) ? columnFrom : columns.isWhole(columnTo - 1) ? columnTo : columnTo - 1;
            int rest = columns.first(bInPlaceTo) * k;
            b = scratch.take(columns.first(columnTo) * k - rest);
            bAt = -rest;
            Packing.columnsOfB(kernels, p, g, columns, bInPlaceTo, columnTo, b, bAt, tile);
        }
        Tiles tiles = new Tiles(kernels, p, g, rows, columns, tile);
        tiles.multiply(maxDepth, rowFrom, rowTo, a, aAt, aInPlaceTo, columnFrom, columnTo, b, bAt, bInPlaceTo);
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
