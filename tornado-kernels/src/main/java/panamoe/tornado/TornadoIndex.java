package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.IndexKernels;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Tensor;
import panamoe.tornado.kernels.IndexCode;
import panamoe.tornado.kernels.MoveCode;
import panamoe.tornado.kernels.SortCode;

/**
 * {@link IndexKernels}. Rows to be scattered are sorted by target first, so that no two items write the same element.
 */
interface TornadoIndex extends IndexKernels, OnRecorder {

    Kernel GATHER_ROWS = Kernel.of("gatherRows", Kernel.Grid.GROUPS, MoveCode::gatherRows);
    Kernel SUM_ROWS = Kernel.of("sumRows", Kernel.Grid.GROUPS, MoveCode::sumRows);
    Kernel GATHER_COLUMNS = Kernel.of("gatherColumns", Kernel.Grid.ITEMS, MoveCode::gatherColumns);
    Kernel SCATTER_ADD_COLUMNS = Kernel.of("scatterAddColumns", Kernel.Grid.ITEMS, MoveCode::scatterAddColumns);
    Kernel TOP_K = Kernel.of("topK", Kernel.Grid.ITEMS, IndexCode::topK);
    Kernel MASK_INDEX = Kernel.of("maskIndex", Kernel.Grid.ITEMS, IndexCode::maskIndex);
    Kernel FLOOR_DIVIDE = Kernel.of("floorDivide", Kernel.Grid.ITEMS, IndexCode::floorDivide);
    Kernel FILL_NONE = Kernel.of("fillNone", Kernel.Grid.ITEMS, IndexCode::fillNone);
    Kernel INVERT = Kernel.of("invert", Kernel.Grid.ITEMS, IndexCode::invert);
    Kernel COUNT_PAIRS = Kernel.of("countPairs", Kernel.Grid.GROUPS, IndexCode::countPairs);
    Kernel SORT_BY_PAIRS = Kernel.of("sortByPairs", Kernel.Grid.ITEMS, SortCode::byPairs);
    Kernel SORT_COUNT = Kernel.of("sortCount", Kernel.Grid.GROUPS, SortCode::count);
    Kernel SORT_SCAN = Kernel.of("sortScan", Kernel.Grid.GROUPS, SortCode::scan);
    Kernel SORT_PLACE = Kernel.of("sortPlace", Kernel.Grid.GROUPS, SortCode::place);
    Kernel SORT_FINISH = Kernel.of("sortFinish", Kernel.Grid.ITEMS, SortCode::finish);

    @Override
    default void gatherRows(Tensor x, Tensor index, Tensor y) {
        KernelChecks.gatherRows(DType.F32, x, index, y);
        IndexChecks.index(
                "gatherRows", "index", recorder().hostInts(index), x.shape().rows());
        recorder()
                .call(GATHER_ROWS)
                .in(x)
                .in(index)
                .out(y)
                .ints(index.size(), y.shape().columns())
                .run();
    }

    @Override
    default void scatterAddRows(Tensor x, Tensor index, Tensor y) {
        KernelChecks.scatterAddRows(DType.F32, x, index, y);
        IndexChecks.index(
                "scatterAddRows", "index", recorder().hostInts(index), y.shape().rows());
        int rows = y.shape().rows();
        Tensor order = recorder().scratch(DType.I32, index.size());
        Tensor begins = recorder().scratch(DType.I32, rows + 1);
        sort(index, order, begins);
        recorder()
                .call(SUM_ROWS)
                .in(x)
                .in(order)
                .in(begins)
                .out(y)
                .ints(rows, y.shape().columns())
                .run();
        recorder().discard(order);
        recorder().discard(begins);
    }

    @Override
    default void gatherColumns(Tensor x, Tensor index, Tensor y) {
        KernelChecks.gatherColumns(DType.F32, x, index, y);
        IndexChecks.index(
                "gatherColumns", "index", recorder().hostInts(index), x.shape().columns());
        recorder()
                .call(GATHER_COLUMNS)
                .in(x)
                .in(index)
                .out(y)
                .ints(x.shape().rows(), x.shape().columns(), y.shape().columns())
                .run();
    }

    @Override
    default void scatterAddColumns(Tensor x, Tensor index, Tensor y) {
        KernelChecks.scatterAddColumns(DType.F32, x, index, y);
        IndexChecks.index(
                "scatterAddColumns",
                "index",
                recorder().hostInts(index),
                y.shape().columns());
        recorder()
                .call(SCATTER_ADD_COLUMNS)
                .in(x)
                .in(index)
                .out(y)
                .ints(y.shape().rows(), y.shape().columns(), x.shape().columns())
                .run();
    }

    @Override
    default void topK(Tensor x, Tensor index) {
        KernelChecks.topK(DType.F32, x, index);
        recorder()
                .call(TOP_K)
                .in(x)
                .out(index)
                .ints(x.shape().rows(), x.shape().columns(), index.shape().columns())
                .run();
    }

    @Override
    default void maskIndex(Tensor index, Tensor valid, Tensor y) {
        KernelChecks.maskIndex(index, valid, y);
        recorder()
                .call(MASK_INDEX)
                .in(index)
                .in(valid)
                .out(y)
                .ints(y.size(), y.shape().columns())
                .run();
    }

    @Override
    default void floorDivide(Tensor x, int divisor, Tensor y) {
        KernelChecks.floorDivide(x, divisor, y);
        recorder().call(FLOOR_DIVIDE).in(x).out(y).ints(x.size(), divisor).run();
    }

    @Override
    default void countingSort(Tensor keys, Tensor order, Tensor offsets) {
        KernelChecks.countingSort(keys, order, offsets);
        IndexChecks.index("countingSort", "keys", recorder().hostInts(keys), offsets.size() - 1);
        sort(keys, order, offsets);
    }

    @Override
    default void invertPermutation(Tensor order, Tensor inverse) {
        KernelChecks.invertPermutation(order, inverse);
        IndexChecks.invertPermutation(recorder().hostInts(order));
        recorder().call(FILL_NONE).out(inverse).ints(inverse.size()).run();
        recorder().call(INVERT).in(order).inOut(inverse).ints(order.size()).run();
    }

    @Override
    default void countPairs(Tensor a, Tensor b, Tensor counts) {
        KernelChecks.countPairs(a, b, counts);
        IndexChecks.index(
                "countPairs", "a", recorder().hostInts(a), counts.shape().dim(0));
        IndexChecks.index(
                "countPairs", "b", recorder().hostInts(b), counts.shape().dim(1));
        recorder()
                .call(COUNT_PAIRS)
                .in(a)
                .in(b)
                .out(counts)
                .ints(
                        a.size(),
                        b.shape().columns(),
                        counts.shape().dim(0),
                        counts.shape().dim(1))
                .run();
    }

    private void sort(Tensor keys, Tensor order, Tensor offsets) {
        int n = keys.size();
        int buckets = offsets.size() - 1;
        long most = SortCode.MAX_KEYS_BY_PAIRS;
        if (recorder().tiled() && n <= most && (long) n * buckets <= most * most) {
            recorder()
                    .call(SORT_BY_PAIRS)
                    .in(keys)
                    .out(order)
                    .out(offsets)
                    .ints(n, buckets)
                    .run();
        } else {
            sortByDigits(keys, order, offsets);
        }
    }

    /**
     * Runs a pass for each digit of the largest key. Positions without a bucket have the largest key, {@code buckets}.
     */
    private void sortByDigits(Tensor keys, Tensor order, Tensor offsets) {
        int n = keys.size();
        int buckets = offsets.size() - 1;
        Tensor sorted = sortByDigit(keys, keys, buckets, 1);
        for (long unit = SortCode.RADIX; unit <= buckets; unit *= SortCode.RADIX) {
            Tensor before = sorted;
            sorted = sortByDigit(keys, before, buckets, (int) unit);
            recorder().discard(before);
        }
        recorder()
                .call(SORT_FINISH)
                .in(keys)
                .in(sorted)
                .out(order)
                .out(offsets)
                .ints(n, buckets)
                .run();
        recorder().discard(sorted);
    }

    /**
     * Runs one pass: a stable sort of {@code order} by one digit of the keys. The first pass sorts all positions and
     * does not read {@code order}.
     */
    private Tensor sortByDigit(Tensor keys, Tensor order, int buckets, int unit) {
        int n = keys.size();
        int tiles = (n + SortCode.TILE - 1) / SortCode.TILE;
        Tensor ranks = recorder().scratch(DType.I32, n);
        Tensor counts = recorder().scratch(DType.I32, SortCode.RADIX, tiles);
        Tensor totals = recorder().scratch(DType.I32, SortCode.RADIX);
        Tensor sorted = recorder().scratch(DType.I32, n);
        recorder()
                .call(SORT_COUNT)
                .in(keys)
                .in(order)
                .out(ranks)
                .out(counts)
                .ints(n, buckets, unit)
                .run();
        recorder().call(SORT_SCAN).inOut(counts).out(totals).ints(n).run();
        recorder()
                .call(SORT_PLACE)
                .in(keys)
                .in(order)
                .in(ranks)
                .in(counts)
                .in(totals)
                .out(sorted)
                .ints(n, buckets, unit)
                .run();
        recorder().discard(ranks);
        recorder().discard(counts);
        recorder().discard(totals);
        return sorted;
    }
}
