package panamoe.tensor.cpu;

/**
 * Splits the work of a {@link Product}: which operands are packed, where they are packed, and which blocks of tiles of
 * c are jobs. A block's part of both operands, at the depth of one pass, fits into an L2 cache.
 */
final class GemmPartition {

    /** The maximum number of panels along each side of a block. */
    static final int ROW_PANELS = 8;

    static final int COLUMN_PANELS = 4;

    /** A product with fewer blocks gets smaller ones, so that threads share it evenly. */
    private static final int FEW = 16;

    /** The minimum multiplications of such a smaller block: some ten microseconds of work. */
    private static final long LEAST_WORK = 1 << 19;

    /**
     * Shallower products are always packed, so that they use the kernel that C2 compiles first. With so few iterations
     * per call, C2 would not compile another kernel within hundreds of steps, and until then its vectors are heap
     * objects.
     */
    private static final int SHALLOW = 16;

    private final KernelSet kernels;
    private final Panels rows;
    private final Panels columns;
    private Product product = Product.NOTHING;
    private int columnBlock;
    private int[] packJobs = new int[0];
    private int[] tileJobs = packJobs;
    private int[] offsetA = packJobs;
    private int[] offsetB = packJobs;

    GemmPartition(KernelSet kernels, Panels rows, Panels columns) {
        this.kernels = kernels;
        this.rows = rows;
        this.columns = columns;
    }

    /** Splits another product. */
    void cut(Product another) {
        product = another;
        int groups = product.groups();
        if (packJobs.length <= groups) {
            packJobs = new int[groups + 1];
            tileJobs = new int[groups + 1];
            offsetA = new int[groups + 1];
            offsetB = new int[groups + 1];
        }
        int rowBlocks = 0;
        long work = 0;
        for (int g = 0; g < groups; g++) {
            rowBlocks += rowBlocks(g);
            work += (long) product.rows(g) * product.depth(g) * product.n();
        }
        columnBlock = COLUMN_PANELS;
        long jobsAtMost = Math.min(FEW, work / LEAST_WORK);
        while (columnBlock > 1 && rowBlocks * columnBlocks() < jobsAtMost) {
            columnBlock /= 2;
        }
        for (int g = 0; g < groups; g++) {
            int k = product.depth(g);
            boolean packsA = packsA(g);
            boolean sharesB = sharesB(g);
            packJobs[g + 1] = packJobs[g] + (packsA ? rowBlocks(g) : 0) + (sharesB ? columnBlocks() : 0);
            tileJobs[g + 1] = tileJobs[g] + rowBlocks(g) * columnBlocks();
            offsetA[g + 1] = Math.addExact(offsetA[g], packsA ? packed(rows, product.rows(g), k) : 0);
            offsetB[g + 1] = Math.addExact(offsetB[g], sharesB ? packed(columns, product.n(), k) : 0);
        }
    }

    /** True if group g's rows of a are packed, for all jobs; else they are read in place. */
    boolean packsA(int g) {
        boolean fewReaders = columns.count(product.n()) <= 2;
        return isShallow(g) || !fewReaders && !isSmall(g);
    }

    /** True if jobs read group g's columns of b in place. */
    boolean readsB(int g) {
        return !isShallow(g) && !product.transB() && (rowPanels(g) == 1 || isSmall(g));
    }

    /** True if group g's columns of b are packed for all jobs; with one block of rows, a job packs its own. */
    boolean sharesB(int g) {
        return !readsB(g) && rowBlocks(g) > 1;
    }

    private boolean isShallow(int g) {
        return product.depth(g) < SHALLOW;
    }

    private boolean isSmall(int g) {
        return (long) product.depth(g) * (product.rows(g) + product.n()) <= kernels.smallProduct();
    }

    int columnBlocks() {
        return blocks(columns.count(product.n()), columnBlock);
    }

    int rowBlocks(int g) {
        return blocks(rowPanels(g), ROW_PANELS);
    }

    /** The first panel of a block of rows; blocks differ by one panel at most. */
    int firstRowPanel(int g, int block) {
        return rowPanels(g) * block / rowBlocks(g);
    }

    /** The first panel of a block of columns. */
    int firstColumnPanel(int block) {
        return columns.count(product.n()) * block / columnBlocks();
    }

    int offsetA(int g) {
        return offsetA[g];
    }

    int offsetB(int g) {
        return offsetB[g];
    }

    int sizeA() {
        return offsetA[product.groups()];
    }

    int sizeB() {
        return offsetB[product.groups()];
    }

    int packJobs() {
        return packJobs[product.groups()];
    }

    int tileJobs() {
        return tileJobs[product.groups()];
    }

    int firstPackJob(int g) {
        return packJobs[g];
    }

    int firstTileJob(int g) {
        return tileJobs[g];
    }

    int groupOfPackJob(int job) {
        return Segments.containing(packJobs, 0, product.groups(), job);
    }

    int groupOfTileJob(int job) {
        return Segments.containing(tileJobs, 0, product.groups(), job);
    }

    private int rowPanels(int g) {
        return rows.count(product.rows(g));
    }

    private static int packed(Panels panels, int lines, int depth) {
        return Math.multiplyExact(panels.first(lines, panels.count(lines)), depth);
    }

    private static int blocks(int panels, int size) {
        return (panels + size - 1) / size;
    }
}
