package panamoe.tensor.cpu;

import java.util.List;
import panamoe.tensor.Parallel;

/**
 * Matrix products in two steps: both operands are packed to panels, then blocks of tiles of c are computed, each from the
 * whole depth. The blocks of all products of a call are one list that the threads share, so that groups of any size
 * balance; the depth is never divided between threads, so the bits do not depend on their number.
 *
 * <p>Where a's rows make one block, each column of b has one reader, which packs it itself while it is in cache: the
 * weights of an expert with few rows then travel from memory once.
 */
final class Gemm {

    /** Panels along each side of a block: a block of both operands is about the size of an L2 cache. */
    private static final int ROW_PANELS = 16;

    private static final int COLUMN_PANELS = 4;

    private final KernelSet kernels;
    private final Parallel parallel;
    private final ScratchPool scratch;

    Gemm(KernelSet kernels, Parallel parallel, ScratchPool scratch) {
        this.kernels = kernels;
        this.parallel = parallel;
        this.scratch = scratch;
    }

    /** Computes all products, whose results do not overlap. */
    void run(List<Product> products) {
        Plan plan = new Plan(products, kernels.tileRows(), kernels.tileColumns());
        float[] packedA = scratch.take(plan.sizeA());
        float[] packedB = scratch.take(plan.sizeB());
        parallel.run(plan.packJobs(), job -> pack(plan, job, packedA, packedB));
        parallel.run(plan.tileJobs(), job -> tiles(plan, job, packedA, packedB));
        scratch.give(packedB);
        scratch.give(packedA);
    }

    private void pack(Plan plan, int job, float[] packedA, float[] packedB) {
        int g = plan.productOfPackJob(job);
        Product p = plan.product(g);
        int local = job - plan.firstPackJob(g);
        int rows = Packing.panels(p.m(), kernels.tileRows());
        int rowBlocks = blocks(rows, ROW_PANELS);
        float[] square = scratch.take(kernels.tileRows() * kernels.tileColumns());
        if (local < rowBlocks) {
            int from = local * ROW_PANELS;
            int to = Math.min(rows, from + ROW_PANELS);
            Packing.rowsOfA(kernels, p, from, to, packedA, plan.offsetA(g), square);
        } else {
            int from = (local - rowBlocks) * COLUMN_PANELS;
            int to = Math.min(Packing.panels(p.n(), kernels.tileColumns()), from + COLUMN_PANELS);
            Packing.columnsOfB(kernels, p, from, to, packedB, plan.offsetB(g), square);
        }
        scratch.give(square);
    }

    private void tiles(Plan plan, int job, float[] packedA, float[] packedB) {
        int g = plan.productOfTileJob(job);
        Product p = plan.product(g);
        int local = job - plan.firstTileJob(g);
        int rows = Packing.panels(p.m(), kernels.tileRows());
        int columns = Packing.panels(p.n(), kernels.tileColumns());
        int columnBlocks = blocks(columns, COLUMN_PANELS);
        int row = local / columnBlocks * ROW_PANELS;
        int column = local % columnBlocks * COLUMN_PANELS;
        int rowTo = Math.min(rows, row + ROW_PANELS);
        int columnTo = Math.min(columns, column + COLUMN_PANELS);
        int panelB = kernels.tileColumns() * p.k();
        float[] tile = scratch.take(kernels.tileRows() * kernels.tileColumns());
        if (rows <= ROW_PANELS) {
            float[] ownB = scratch.take((columnTo - column) * panelB);
            Packing.columnsOfB(kernels, p, column, columnTo, ownB, -column * panelB, tile);
            Tiles.multiply(
                    kernels, p, packedA, plan.offsetA(g), row, rowTo, ownB, -column * panelB, column, columnTo, tile);
            scratch.give(ownB);
        } else {
            Tiles.multiply(
                    kernels, p, packedA, plan.offsetA(g), row, rowTo, packedB, plan.offsetB(g), column, columnTo, tile);
        }
        scratch.give(tile);
    }

    private static int blocks(int panels, int size) {
        return (panels + size - 1) / size;
    }

    /** Where each product's panels lie in the packed buffers and which numbers its jobs have. */
    private static final class Plan {
        private final List<Product> products;
        private final int[] offsetA;
        private final int[] offsetB;
        private final int[] packJobs;
        private final int[] tileJobs;

        Plan(List<Product> products, int height, int width) {
            int count = products.size();
            this.products = products;
            offsetA = new int[count + 1];
            offsetB = new int[count + 1];
            packJobs = new int[count + 1];
            tileJobs = new int[count + 1];
            for (int g = 0; g < count; g++) {
                Product p = products.get(g);
                int rows = Packing.panels(p.m(), height);
                int columns = Packing.panels(p.n(), width);
                int rowBlocks = blocks(rows, ROW_PANELS);
                int columnBlocks = blocks(columns, COLUMN_PANELS);
                offsetA[g + 1] = Math.addExact(offsetA[g], Math.multiplyExact(rows * height, p.k()));
                int sharedColumns = rowBlocks > 1 ? columns : 0;
                offsetB[g + 1] = Math.addExact(offsetB[g], Math.multiplyExact(sharedColumns * width, p.k()));
                packJobs[g + 1] = packJobs[g] + rowBlocks + blocks(sharedColumns, COLUMN_PANELS);
                tileJobs[g + 1] = tileJobs[g] + rowBlocks * columnBlocks;
            }
        }

        Product product(int g) {
            return products.get(g);
        }

        int sizeA() {
            return offsetA[products.size()];
        }

        int sizeB() {
            return offsetB[products.size()];
        }

        int offsetA(int g) {
            return offsetA[g];
        }

        int offsetB(int g) {
            return offsetB[g];
        }

        int packJobs() {
            return packJobs[products.size()];
        }

        int tileJobs() {
            return tileJobs[products.size()];
        }

        int firstPackJob(int g) {
            return packJobs[g];
        }

        int firstTileJob(int g) {
            return tileJobs[g];
        }

        int productOfPackJob(int job) {
            return Segments.containing(packJobs, 0, products.size(), job);
        }

        int productOfTileJob(int job) {
            return Segments.containing(tileJobs, 0, products.size(), job);
        }
    }
}
