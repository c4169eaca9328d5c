package panamoe.tensor.cpu;

/**
 * Splits the work of a {@link Product}: which operands are packed, who packs them, into which passes the depth is cut, and
 * which blocks of tiles of c are jobs. A block's part of a, at the depth of one pass, fits into an L2 cache.
 */
final class GemmPartition {

    /** The maximum number of panels along each side of a block. */
    private static final int ROW_PANELS = 8;

    private static final int COLUMN_PANELS = 16;

    /** A group of up to this many panels of rows is never cut along them: its jobs then pack their own columns of b. */
    private static final int WHOLE_GROUP = 16;

    /** A product with fewer blocks gets smaller ones, so that threads share it evenly. */
    private static final int FEW = 20;

    /** The minimum multiplications of such a smaller block: some ten microseconds of work. */
    private static final long LEAST_WORK = 1 << 19;

    /** Panels of b that one job packs for all blocks. */
    private static final int PACKED_AT_ONCE = 4;

    /**
     * Shallower products are always packed, so that they use the kernel that C2 compiles first. With so few iterations
     * per call, C2 would not compile another kernel within hundreds of steps, and until then its vectors are heap
     * objects.
     */
    private static final int SHALLOW = 16;

    /**
     * Up to this many elements of a, a product with few columns is packed too, into wide panels, for the same reason: a
     * head of a task is computed once a step.
     */
    private static final int RARE = 32 << 10;

    /** From this many rows on, a last panel of tall tiles wastes at most 3 % of a product. */
    private static final int MANY_ROWS = 256;

    private final KernelSet kernels;
    private final Panels tallAndShortRows;
    private final Panels tallRows;
    private final Panels wideAndNarrowColumns;
    private final Panels wideColumns;
    private final int maxDepth;
    private boolean rare;
    private Panels rows;
    private Panels columns;
    private Product product = Product.NOTHING;
    private int rowBlock;
    private int columnBlock;
    private int[] packJobs = new int[0];
    private int[] tileJobs = packJobs;
    private int[] offsetB = packJobs;

    GemmPartition(KernelSet kernels) {
        this.kernels = kernels;
        tallAndShortRows = new Panels(kernels.tallRows(), kernels.shortRows());
        tallRows = new Panels(kernels.tallRows(), kernels.tallRows());
        wideAndNarrowColumns = new Panels(kernels.wideColumns(), kernels.narrowColumns());
        wideColumns = new Panels(kernels.wideColumns(), kernels.wideColumns());
        rows = tallAndShortRows;
        columns = wideAndNarrowColumns;
        maxDepth =
                keepsRows(kernels) ? MicroKernel.MAX_DEPTH : maxDepth(CacheSizes.level1Data(), kernels.wideColumns());
    }

    /** True if the panel of a stays in the L1 cache from tile to tile, false if the panel of b does. */
    static boolean keepsRows(KernelSet kernels) {
        return kernels.tallRows() > kernels.shortRows();
    }

    /**
     * The maximum depth of one pass if a panel of b stays in the L1 cache.
     *
     * @param cache the size of the L1 data cache in bytes
     * @param columns the width of a panel of b
     */
    static int maxDepth(int cache, int columns) {
        return Math.clamp(cache * 3L / 4 / (Float.BYTES * columns) / 64 * 64, 128, MicroKernel.MAX_DEPTH);
    }

    /** Splits another product. */
    void cut(Product another) {
        product = another;
        int groups = product.groups();
        if (packJobs.length <= groups) {
            packJobs = new int[groups + 1];
            tileJobs = new int[groups + 1];
            offsetB = new int[groups + 1];
        }
        rare = isRare();
        columns = rare ? wideColumns : wideAndNarrowColumns;
        rows = hasFewReaders() && product.m() >= MANY_ROWS ? tallRows : tallAndShortRows;
        cutIntoBlocks();
        for (int g = 0; g < groups; g++) {
            int k = product.depth(g);
            boolean sharesB = sharesB(g);
            packJobs[g + 1] = packJobs[g] + (sharesB ? passes(k) * packBlocks() : 0);
            tileJobs[g + 1] = tileJobs[g] + rowBlocks(g) * columnBlocks();
            offsetB[g + 1] = Math.addExact(offsetB[g], sharesB ? Math.multiplyExact(paddedColumns(), k) : 0);
        }
    }

    /**
     * Chooses the size of the blocks. Rows are cut before columns, because every block packs its rows of a again for
     * each block of columns.
     */
    private void cutIntoBlocks() {
        long work = 0;
        for (int g = 0; g < product.groups(); g++) {
            work += (long) product.rows(g) * product.depth(g) * product.n();
        }
        long least = Math.min(FEW, work / LEAST_WORK);
        rowBlock = ROW_PANELS;
        columnBlock = COLUMN_PANELS;
        while (blocks() < least && rowBlock * columnBlock > 1) {
            if (rowBlock > 2 || rowBlock == 2 && columnBlock <= COLUMN_PANELS / 2 || columnBlock == 1) {
                rowBlock /= 2;
            } else {
                columnBlock /= 2;
            }
        }
    }

    private int blocks() {
        int blocks = 0;
        for (int g = 0; g < product.groups(); g++) {
            blocks += rowBlocks(g) * columnBlocks();
        }
        return blocks;
    }

    /** The number of passes over a depth. */
    int passes(int depth) {
        return Math.max(1, Engine.chunks(depth, maxDepth));
    }

    /** The depth of each pass but the last, which may be shallower. */
    int passDepth(int depth) {
        return Engine.chunks(depth, passes(depth));
    }

    /**
     * The panels of rows of the product. With many rows and few columns there are no short ones, because few products
     * would use their kernel, which C2 would compile late; see {@link #SHALLOW}.
     */
    Panels rows() {
        return rows;
    }

    /** The panels of columns of the product. */
    Panels columns() {
        return columns;
    }

    /** True if each job packs its rows of a of group g; else it reads them in place. */
    boolean packsA(int g) {
        return isAlwaysPacked(g) || !hasFewReaders() && !isSmall(g);
    }

    /** True if jobs read group g's columns of b in place. */
    boolean readsB(int g) {
        boolean fewReaders = !isGrouped() && rowPanels(g) == 1;
        return !isAlwaysPacked(g) && !product.transB() && (fewReaders || isSmall(g));
    }

    /** True if group g's columns of b are packed for all jobs; with one block of rows, a job packs its own. */
    boolean sharesB(int g) {
        return !readsB(g) && rowBlocks(g) > 1;
    }

    private boolean isAlwaysPacked(int g) {
        return product.depth(g) < SHALLOW || rare;
    }

    private boolean hasFewReaders() {
        return columns.count(product.n()) <= 2;
    }

    private boolean isRare() {
        long elements = 0;
        for (int g = 0; g < product.groups(); g++) {
            elements += (long) product.rows(g) * product.depth(g);
        }
        return product.n() <= kernels.narrowColumns() && elements <= RARE;
    }

    private boolean isSmall(int g) {
        long elements = (long) product.depth(g) * (product.rows(g) + product.n());
        return !isGrouped() && elements <= kernels.smallProduct();
    }

    /**
     * True if the groups differ in size. They are not read in place because few are small: their kernel would be rare.
     */
    private boolean isGrouped() {
        return product.varying() != Product.Varying.ONE;
    }

    int columnBlocks() {
        return Engine.chunks(columns.count(product.n()), columnBlock);
    }

    int rowBlocks(int g) {
        int panels = rowPanels(g);
        boolean whole = product.varying() == Product.Varying.ROWS && panels <= WHOLE_GROUP;
        return whole ? Math.min(panels, 1) : Engine.chunks(panels, rowBlock);
    }

    /** The first panel of a block of rows; blocks differ by one panel at most. */
    int firstRowPanel(int g, int block) {
        return rowPanels(g) * block / rowBlocks(g);
    }

    /** The first panel of a block of columns. */
    int firstColumnPanel(int block) {
        return columns.count(product.n()) * block / columnBlocks();
    }

    /** The number of jobs that pack one pass of shared columns. */
    int packBlocks() {
        return Engine.chunks(columns.count(product.n()), PACKED_AT_ONCE);
    }

    /** The first panel of such a job. */
    int firstPackPanel(int block) {
        return columns.count(product.n()) * block / packBlocks();
    }

    /** Where the shared columns of group g begin, of the pass at depth {@code start}. */
    int offsetB(int g, int start) {
        return offsetB[g] + start * paddedColumns();
    }

    private int paddedColumns() {
        return columns.first(product.n(), columns.count(product.n()));
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
}
