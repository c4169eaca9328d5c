package panamoe.tensor.reference;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.IndexKernels;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Tensor;

/** {@link IndexKernels} as plain loops. An index out of range is refused with its place and value. */
interface ReferenceIndices extends IndexKernels {

    @Override
    default void gatherRows(Tensor x, Tensor index, Tensor y) {
        KernelChecks.gatherRows(DType.F64, x, index, y);
        Reals in = Reals.of(x);
        Ints from = Ints.of(index);
        IndexChecks.index("gatherRows", "index", Ints.host(index), in.rows());
        Reals out = Reals.of(y);
        for (int row = 0; row < out.rows(); row++) {
            for (int column = 0; column < out.columns(); column++) {
                out.set(row, column, from.get(row) < 0 ? 0 : in.get(from.get(row), column));
            }
        }
    }

    @Override
    default void scatterAddRows(Tensor x, Tensor index, Tensor y) {
        KernelChecks.scatterAddRows(DType.F64, x, index, y);
        Reals in = Reals.of(x);
        Ints to = Ints.of(index);
        Reals out = Reals.of(y);
        IndexChecks.index("scatterAddRows", "index", Ints.host(index), out.rows());
        out.clear();
        for (int row = 0; row < in.rows(); row++) {
            for (int column = 0; column < in.columns() && to.get(row) >= 0; column++) {
                out.add(to.get(row), column, in.get(row, column));
            }
        }
    }

    @Override
    default void gatherColumns(Tensor x, Tensor index, Tensor y) {
        KernelChecks.gatherColumns(DType.F64, x, index, y);
        Reals in = Reals.of(x);
        Ints from = Ints.of(index);
        IndexChecks.index("gatherColumns", "index", Ints.host(index), in.columns());
        Reals out = Reals.of(y);
        for (int row = 0; row < out.rows(); row++) {
            for (int j = 0; j < out.columns(); j++) {
                out.set(row, j, from.get(row, j) < 0 ? 0 : in.get(row, from.get(row, j)));
            }
        }
    }

    @Override
    default void scatterAddColumns(Tensor x, Tensor index, Tensor y) {
        KernelChecks.scatterAddColumns(DType.F64, x, index, y);
        Reals in = Reals.of(x);
        Ints to = Ints.of(index);
        Reals out = Reals.of(y);
        IndexChecks.index("scatterAddColumns", "index", Ints.host(index), out.columns());
        out.clear();
        for (int row = 0; row < in.rows(); row++) {
            for (int j = 0; j < in.columns(); j++) {
                if (to.get(row, j) >= 0) {
                    out.add(row, to.get(row, j), in.get(row, j));
                }
            }
        }
    }

    @Override
    default void topK(Tensor x, Tensor index) {
        KernelChecks.topK(DType.F64, x, index);
        Reals in = Reals.of(x);
        Ints out = Ints.of(index);
        for (int row = 0; row < in.rows(); row++) {
            boolean[] taken = new boolean[in.columns()];
            for (int place = 0; place < out.columns(); place++) {
                int best = -1;
                for (int column = 0; column < in.columns(); column++) {
                    if (!taken[column] && (best < 0 || in.get(row, column) > in.get(row, best))) {
                        best = column;
                    }
                }
                taken[best] = true;
                out.set(row, place, best);
            }
        }
    }

    @Override
    default void maskIndex(Tensor index, Tensor valid, Tensor y) {
        KernelChecks.maskIndex(index, valid, y);
        Ints in = Ints.of(index);
        Ints mask = Ints.of(valid);
        Ints out = Ints.of(y);
        for (int row = 0; row < in.rows(); row++) {
            for (int column = 0; column < in.columns(); column++) {
                out.set(row, column, mask.get(row) < 0 ? -1 : in.get(row, column));
            }
        }
    }

    @Override
    default void floorDivide(Tensor x, int divisor, Tensor y) {
        KernelChecks.floorDivide(x, divisor, y);
        Ints in = Ints.of(x);
        Ints out = Ints.of(y);
        for (int i = 0; i < in.size(); i++) {
            out.set(i, Math.floorDiv(in.get(i), divisor));
        }
    }

    @Override
    default void countingSort(Tensor keys, Tensor order, Tensor offsets) {
        KernelChecks.countingSort(keys, order, offsets);
        Ints key = Ints.of(keys);
        Ints out = Ints.of(order);
        Ints begins = Ints.of(offsets);
        int buckets = begins.size() - 1;
        IndexChecks.index("countingSort", "keys", Ints.host(keys), buckets);
        out.fill(-1);
        int next = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            begins.set(bucket, next);
            for (int position = 0; position < key.size(); position++) {
                if (key.get(position) == bucket) {
                    out.set(next++, position);
                }
            }
        }
        begins.set(buckets, next);
    }

    @Override
    default void invertPermutation(Tensor order, Tensor inverse) {
        KernelChecks.invertPermutation(order, inverse);
        Ints in = Ints.of(order);
        Ints out = Ints.of(inverse);
        IndexChecks.invertPermutation(Ints.host(order));
        out.fill(-1);
        for (int i = 0; i < in.size(); i++) {
            if (in.get(i) >= 0) {
                out.set(in.get(i), i);
            }
        }
    }

    @Override
    default void countPairs(Tensor a, Tensor b, Tensor counts) {
        KernelChecks.countPairs(a, b, counts);
        Ints first = Ints.of(a);
        Ints second = Ints.of(b);
        Ints out = Ints.of(counts);
        IndexChecks.index("countPairs", "a", Ints.host(a), out.rows());
        IndexChecks.index("countPairs", "b", Ints.host(b), out.columns());
        out.fill(0);
        for (int row = 0; row < second.rows(); row++) {
            for (int j = 0; j < second.columns(); j++) {
                if (first.get(row) >= 0 && second.get(row, j) >= 0) {
                    out.add(first.get(row), second.get(row, j), 1);
                }
            }
        }
    }
}
