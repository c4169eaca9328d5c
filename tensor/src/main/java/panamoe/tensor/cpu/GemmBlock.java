package panamoe.tensor.cpu;

/**
 * Computes blocks of c, one at a time. It packs the panels that no other block reads, as deep as one pass, so that they
 * stay in the L2 cache, and then multiplies them tile by tile. One thread uses it at a time; {@link GemmCall} reuses it,
 * because a training step has a thousand blocks.
 */
final class GemmBlock {

    private static final float[] NOTHING = {};

    private final KernelSet kernels;
    private final ScratchPool scratch;
    private final GemmPartition partition;
    private final Packing packingA;
    private final Packing packingB;
    private final float[] tile;

    /** True if the tiles of a row panel follow each other, else those of a column panel; see {@link #multiply}. */
    private final boolean rowByRow;

    // the block
    private Product p = Product.NOTHING;
    private Panels rows;
    private Panels columns;
    private int g;
    private int rowFrom;
    private int rowTo;
    private int columnFrom;
    private int columnTo;

    // the pass
    private int start;
    private int depth;
    private float beta;

    // packed panels: panel 0 would be at aAt or bAt; panels before the given one are read in place
    private float[] a = NOTHING;
    private int aAt;
    private int aInPlaceTo;
    private float[] b = NOTHING;
    private int bAt;
    private int bInPlaceTo;

    GemmBlock(KernelSet kernels, ScratchPool scratch, GemmPartition partition) {
        this.kernels = kernels;
        this.scratch = scratch;
        this.partition = partition;
        packingA = new Packing(kernels, Packing.Side.A);
        packingB = new Packing(kernels, Packing.Side.B);
        tile = new float[kernels.tallRows() * kernels.wideColumns()];
        rowByRow = GemmPartition.keepsRows(kernels);
        rows = partition.rows();
        columns = partition.columns();
    }

    /**
     * Packs a part of b for all blocks, as {@link GemmPartition#packJobs} says.
     *
     * @param shared the packed columns of all groups
     */
    void pack(Product product, int job, float[] shared) {
        int group = partition.groupOfPackJob(job);
        int local = job - partition.firstPackJob(group);
        int block = local % partition.packBlocks();
        int k = product.depth(group);
        int from = local / partition.packBlocks() * partition.passDepth(k);
        packingB.pack(
                product,
                group,
                partition.columns(),
                partition.firstPackPanel(block),
                partition.firstPackPanel(block + 1),
                from,
                Math.min(partition.passDepth(k), k - from),
                shared,
                partition.offsetB(group, from),
                tile);
    }

    /** Computes a block, as {@link GemmPartition#tileJobs} says; {@code shared} as for {@link #pack}. */
    void compute(Product product, int job, float[] shared) {
        p = product;
        rows = partition.rows();
        columns = partition.columns();
        g = partition.groupOfTileJob(job);
        int local = job - partition.firstTileJob(g);
        int rowBlock = local / partition.columnBlocks();
        int columnBlock = local % partition.columnBlocks();
        rowFrom = partition.firstRowPanel(g, rowBlock);
        rowTo = partition.firstRowPanel(g, rowBlock + 1);
        columnFrom = partition.firstColumnPanel(columnBlock);
        columnTo = partition.firstColumnPanel(columnBlock + 1);
        boolean sharesB = partition.sharesB(g);
        aInPlaceTo = partition.packsA(g) ? rowFrom : lastWhole(rows, p.rows(g), rowTo);
        bInPlaceTo = partition.readsB(g) ? lastWhole(columns, p.n(), columnTo) : columnFrom;

        int k = p.depth(g);
        int step = partition.passDepth(k);
        int aFirst = rows.first(p.rows(g), aInPlaceTo);
        int bFirst = columns.first(p.n(), bInPlaceTo);
        a = scratch.take((rows.first(p.rows(g), rowTo) - aFirst) * packingA.lineSize(p, step));
        b = sharesB ? shared : scratch.take((columns.first(p.n(), columnTo) - bFirst) * step);
        int passes = partition.passes(k);
        for (int pass = 0; pass < passes; pass++) {
            start = pass * step;
            depth = Math.min(step, k - start);
            beta = pass == 0 ? p.beta() : 1;
            aAt = -aFirst * packingA.lineSize(p, depth);
            packingA.pack(p, g, rows, aInPlaceTo, rowTo, start, depth, a, aAt, tile);
            if (sharesB) {
                bAt = partition.offsetB(g, start);
            } else {
                bAt = -bFirst * depth;
                packingB.pack(p, g, columns, bInPlaceTo, columnTo, start, depth, b, bAt, tile);
            }
            multiply();
        }
        if (!sharesB) {
            scratch.give(b);
        }
        scratch.give(a);
        p = Product.NOTHING;
        a = NOTHING;
        b = NOTHING;
    }

    /** The panel behind the last whole one: an incomplete panel is always packed. */
    private static int lastWhole(Panels panels, int lines, int to) {
        return panels.isWhole(lines, to - 1) ? to : to - 1;
    }

    /**
     * Multiplies the panels of one pass. A tall tile reads little of a, so its panel of a stays in the L1 cache while
     * those of b pass by; c is then written in rows, and the processor fetches its cache lines in advance. A short tile
     * reads four times as much of b as of a, so its panel of b stays.
     */
    private void multiply() {
        if (rowByRow) {
            for (int row = rowFrom; row < rowTo; row++) {
                for (int column = columnFrom; column < columnTo; column++) {
                    multiply(row, column);
                }
            }
        } else {
            for (int column = columnFrom; column < columnTo; column++) {
                for (int row = rowFrom; row < rowTo; row++) {
                    multiply(row, column);
                }
            }
        }
    }

    private void multiply(int row, int column) {
        int lines = p.rows(g);
        int row0 = rows.first(lines, row);
        int height = rows.width(lines, row);
        int column0 = columns.first(p.n(), column);
        int width = columns.width(p.n(), column);
        boolean direct = p.alpha() == 1 && beta == 0 && row0 + height <= lines && column0 + width <= p.n();
        float[] c = direct ? p.c() : tile;
        int co = direct ? p.c(g) + row0 * p.ldc() + column0 : 0;
        int ldc = direct ? p.ldc() : width;
        boolean bInPlace = column < bInPlaceTo;
        float[] right = bInPlace ? p.b() : b;
        int bo = bInPlace ? p.b(g) + start * p.ldb() + column0 : bAt + column0 * depth;
        int bStep = bInPlace ? p.ldb() : width;
        if (row < aInPlaceTo) {
            int aRow = p.transA() ? 1 : p.lda();
            int aStep = p.transA() ? p.lda() : 1;
            int ao = p.a(g) + row0 * aRow + start * aStep;
            kernels.multiply(height, width, depth, p.a(), ao, aRow, aStep, right, bo, bStep, c, co, ldc);
        } else if (packingA.byLine(p)) {
            int distance = MicroKernel.ROW_DISTANCE;
            int ao = aAt + row0 * distance;
            kernels.multiply(height, width, depth, a, ao, distance, 1, right, bo, bStep, c, co, ldc);
        } else {
            int ao = aAt + row0 * depth;
            kernels.multiply(height, width, depth, a, ao, 1, height, right, bo, bStep, c, co, ldc);
        }
        if (!direct) {
            flush(row0, height, column0, width);
        }
    }

    /** {@code c = alpha tile + beta c} for the part of the tile that lies within c. */
    private void flush(int row, int height, int column, int width) {
        int high = Math.min(height, p.rows(g) - row);
        int wide = Math.min(width, p.n() - column);
        int co = p.c(g) + row * p.ldc() + column;
        if (beta == 0) {
            kernels.store(p.alpha(), tile, width, high, wide, p.c(), co, p.ldc());
            return;
        }
        if (beta != 1) {
            for (int i = 0; i < high; i++) {
                kernels.affine(beta, p.c(), co + i * p.ldc(), 0, p.c(), co + i * p.ldc(), wide);
            }
        }
        kernels.accumulate(p.alpha(), tile, width, high, wide, p.c(), co, p.ldc());
    }
}
