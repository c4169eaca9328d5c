package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;
import static panamoe.tensor.cpu.Engine.hostInts;
import static panamoe.tensor.cpu.Engine.ints;

import java.util.Arrays;
import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.IndexKernels;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Tensor;

/**
 * {@link IndexKernels}. Kernels that sum are split by rows of the output, so one thread adds to each element, in
 * ascending order. Kernels on one integer per row are too small to split.
 */
interface CpuIndex extends IndexKernels, OnEngine {

    /** The maximum number of chunks of a scatter, because each chunk scans the whole index for its rows. */
    int SCATTER_CHUNKS = 32;

    @Override
    default void gatherRows(Tensor x, Tensor index, Tensor y) {
        KernelChecks.gatherRows(DType.F32, x, index, y);
        IndexChecks.index("gatherRows", "index", hostInts(index), x.shape().rows());
        int d = x.shape().columns();
        float[] xs = floats(x);
        int[] is = ints(index);
        float[] ys = floats(y);
        int xo = x.offset();
        int io = index.offset();
        int yo = y.offset();
        engine().rows(index.size(), d, (from, count) -> {
            for (int i = from; i < from + count; i++) {
                int source = is[io + i];
                int to = yo + i * d;
                if (source == -1) {
                    Arrays.fill(ys, to, to + d, 0);
                } else {
                    System.arraycopy(xs, xo + source * d, ys, to, d);
                }
            }
        });
    }

    @Override
    default void scatterAddRows(Tensor x, Tensor index, Tensor y) {
        KernelChecks.scatterAddRows(DType.F32, x, index, y);
        IndexChecks.index("scatterAddRows", "index", hostInts(index), y.shape().rows());
        int d = x.shape().columns();
        int limit = y.shape().rows();
        float[] xs = floats(x);
        int[] is = ints(index);
        float[] ys = floats(y);
        int xo = x.offset();
        int io = index.offset();
        int yo = y.offset();
        KernelSet k = engine().kernels();
        int size = Math.max(Engine.rowsPerChunk(d), Engine.chunks(limit, SCATTER_CHUNKS));
        engine().ranges(limit, size, (first, count) -> {
            Arrays.fill(ys, yo + first * d, yo + (first + count) * d, 0);
            for (int i = 0; i < index.size(); i++) {
                int target = is[io + i];
                if (target >= first && target < first + count) {
                    int to = yo + target * d;
                    k.add(ys, to, xs, xo + i * d, ys, to, d);
                }
            }
        });
    }

    @Override
    default void gatherColumns(Tensor x, Tensor index, Tensor y) {
        KernelChecks.gatherColumns(DType.F32, x, index, y);
        IndexChecks.index("gatherColumns", "index", hostInts(index), x.shape().columns());
        int e = x.shape().columns();
        int k = y.shape().columns();
        float[] xs = floats(x);
        int[] is = ints(index);
        float[] ys = floats(y);
        int xo = x.offset();
        int io = index.offset();
        int yo = y.offset();
        engine().rows(y.shape().rows(), k, (from, count) -> {
            for (int i = from * k; i < (from + count) * k; i++) {
                int column = is[io + i];
                ys[yo + i] = column == -1 ? 0 : xs[xo + i / k * e + column];
            }
        });
    }

    @Override
    default void scatterAddColumns(Tensor x, Tensor index, Tensor y) {
        KernelChecks.scatterAddColumns(DType.F32, x, index, y);
        IndexChecks.index(
                "scatterAddColumns", "index", hostInts(index), y.shape().columns());
        int k = x.shape().columns();
        int e = y.shape().columns();
        float[] xs = floats(x);
        int[] is = ints(index);
        float[] ys = floats(y);
        int xo = x.offset();
        int io = index.offset();
        int yo = y.offset();
        engine().rows(y.shape().rows(), e, (from, count) -> {
            Arrays.fill(ys, yo + from * e, yo + (from + count) * e, 0);
            for (int i = from * k; i < (from + count) * k; i++) {
                int column = is[io + i];
                if (column != -1) {
                    ys[yo + i / k * e + column] += xs[xo + i];
                }
            }
        });
    }

    @Override
    default void topK(Tensor x, Tensor index) {
        KernelChecks.topK(DType.F32, x, index);
        int e = x.shape().columns();
        int k = index.shape().columns();
        float[] xs = floats(x);
        int[] is = ints(index);
        int xo = x.offset();
        int io = index.offset();
        engine().rows(x.shape().rows(), e * k, (from, count) -> {
            for (int row = from; row < from + count; row++) {
                TopK.row(xs, xo + row * e, e, is, io + row * k, k);
            }
        });
    }

    @Override
    default void maskIndex(Tensor index, Tensor valid, Tensor y) {
        KernelChecks.maskIndex(index, valid, y);
        int k = index.shape().columns();
        int[] is = ints(index);
        int[] vs = ints(valid);
        int[] ys = ints(y);
        for (int i = 0; i < y.size(); i++) {
            ys[y.offset() + i] = vs[valid.offset() + i / k] < 0 ? -1 : is[index.offset() + i];
        }
    }

    @Override
    default void floorDivide(Tensor x, int divisor, Tensor y) {
        KernelChecks.floorDivide(x, divisor, y);
        int[] xs = ints(x);
        int[] ys = ints(y);
        for (int i = 0; i < x.size(); i++) {
            ys[y.offset() + i] = Math.floorDiv(xs[x.offset() + i], divisor);
        }
    }

    @Override
    default void countingSort(Tensor keys, Tensor order, Tensor offsets) {
        KernelChecks.countingSort(keys, order, offsets);
        IndexChecks.index("countingSort", "keys", hostInts(keys), offsets.size() - 1);
        int n = keys.size();
        int buckets = offsets.size() - 1;
        int[] key = ints(keys);
        int[] out = ints(order);
        int[] begin = ints(offsets);
        int ko = keys.offset();
        int oo = order.offset();
        int bo = offsets.offset();
        int[] next = new int[buckets + 1];
        for (int i = 0; i < n; i++) {
            if (key[ko + i] != -1) {
                next[key[ko + i] + 1]++;
            }
        }
        for (int b = 0; b < buckets; b++) {
            next[b + 1] += next[b];
        }
        System.arraycopy(next, 0, begin, bo, buckets + 1);
        Arrays.fill(out, oo + next[buckets], oo + n, -1);
        for (int i = 0; i < n; i++) {
            if (key[ko + i] != -1) {
                out[oo + next[key[ko + i]]++] = i;
            }
        }
    }

    @Override
    default void invertPermutation(Tensor order, Tensor inverse) {
        KernelChecks.invertPermutation(order, inverse);
        IndexChecks.invertPermutation(hostInts(order));
        int n = order.size();
        int[] os = ints(order);
        int[] is = ints(inverse);
        int io = inverse.offset();
        Arrays.fill(is, io, io + n, -1);
        for (int i = 0; i < n; i++) {
            int position = os[order.offset() + i];
            if (position != -1) {
                is[io + position] = i;
            }
        }
    }

    @Override
    default void countPairs(Tensor a, Tensor b, Tensor counts) {
        KernelChecks.countPairs(a, b, counts);
        IndexChecks.index("countPairs", "a", hostInts(a), counts.shape().dim(0));
        IndexChecks.index("countPairs", "b", hostInts(b), counts.shape().dim(1));
        int k = b.shape().columns();
        int columns = counts.shape().dim(1);
        int[] as = ints(a);
        int[] bs = ints(b);
        int[] cs = ints(counts);
        int co = counts.offset();
        Arrays.fill(cs, co, co + counts.size(), 0);
        for (int i = 0; i < b.size(); i++) {
            int row = as[a.offset() + i / k];
            int column = bs[b.offset() + i];
            if (row != -1 && column != -1) {
                cs[co + row * columns + column]++;
            }
        }
    }
}
