package panamoe.tensor.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import panamoe.tensor.Shape;

/** Cases of {@link panamoe.tensor.IndexKernels}. */
final class IndexCases {

    private final List<KernelCase> cases = new ArrayList<>();

    static List<KernelCase> all() {
        IndexCases all = new IndexCases();
        all.rows();
        all.columns();
        all.topK();
        all.integers();
        all.sorting();
        return all.cases;
    }

    private void rows() {
        rows("typical", 5, 7, 3);
        for (int d : KernelCases.TAILS) {
            rows("width " + d, 9, 12, d);
        }
        rows("nothing chosen", 4, 0, 5);
        rows("no columns", 4, 3, 0);
        rows("large", 700, 3001, 129);
        rows("more rows than two bytes count", 70_001, 301, 2);
        cases.add(KernelCase.of("gatherRows", "none")
                .in(3, 17)
                .vector(-1, -1)
                .out(2, 17)
                .launch((k, t) -> k.gatherRows(t[0], t[1], t[2])));
        cases.add(KernelCase.of("gatherRows", "from no rows")
                .in(0, 5)
                .vector(-1, -1)
                .out(2, 5)
                .launch((k, t) -> k.gatherRows(t[0], t[1], t[2])));
        int[] same = new int[5000];
        Arrays.fill(same, 2);
        cases.add(KernelCase.of("scatterAddRows", "all to one row")
                .in(5000, 33)
                .vector(same)
                .out(4, 33)
                .sumTolerance(5000, 1)
                .launch((k, t) -> k.scatterAddRows(t[0], t[1], t[2])));
    }

    private void rows(String label, int v, int n, int d) {
        cases.add(KernelCase.of("gatherRows", label)
                .in(v, d)
                .freeLength()
                .index(-1, v, n)
                .out(n, d)
                .launch((k, t) -> k.gatherRows(t[0], t[1], t[2])));
        cases.add(KernelCase.of("scatterAddRows", label)
                .in(n, d)
                .index(-1, v, n)
                .out(v, d)
                .freeLength()
                .sumTolerance(n, 1)
                .launch((k, t) -> k.scatterAddRows(t[0], t[1], t[2])));
    }

    private void columns() {
        columns("typical", 5, 4, 2);
        columns("one", 3, 1, 1);
        columns("all", 7, 8, 8);
        columns("more than there are", 3, 2, 5);
        columns("no rows", 0, 4, 2);
        columns("large", 20_001, 8, 2);
    }

    private void columns(String label, int n, int e, int k) {
        cases.add(KernelCase.of("gatherColumns", label)
                .in(n, e)
                .index(-1, e, n, k)
                .out(n, k)
                .launch((b, t) -> b.gatherColumns(t[0], t[1], t[2])));
        cases.add(KernelCase.of("scatterAddColumns", label)
                .in(n, k)
                .index(-1, e, n, k)
                .out(n, e)
                .sumTolerance(k, 1)
                .launch((b, t) -> b.scatterAddColumns(t[0], t[1], t[2])));
    }

    private void topK() {
        topK(5, 8, 2);
        topK(3, 1, 1);
        topK(7, 8, 1);
        topK(7, 17, 17);
        topK(4, 65, 3);
        topK(8, 1000, 150);
        topK(0, 8, 2);
        topK(20_001, 8, 2);
        cases.add(KernelCase.of("topK", "ties go to the lower column")
                .in(Shape.of(3, 5), 1, 2, 2, 1, 2, 0, -0.0, 0, -0.0, 0, -3, -1, -3, -1, -1)
                .outInts(3, 4)
                .launch((k, t) -> k.topK(t[0], t[1])));
        cases.add(KernelCase.of("topK", "infinities")
                .in(
                        Shape.of(2, 3),
                        Double.NEGATIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        1,
                        0,
                        Double.POSITIVE_INFINITY,
                        1)
                .outInts(2, 3)
                .launch((k, t) -> k.topK(t[0], t[1])));
    }

    private void topK(int n, int e, int k) {
        cases.add(KernelCase.of("topK", k + " of " + n + "x" + e)
                .in(n, e)
                .outInts(n, k)
                .launch((b, t) -> b.topK(t[0], t[1])));
    }

    private void integers() {
        for (int n : new int[] {17, 0, 1, 33, 50_001}) {
            cases.add(KernelCase.of("maskIndex", n + "x3")
                    .index(-1, 9, n, 3)
                    .index(-2, 3, n)
                    .outInts(n, 3)
                    .launch((k, t) -> k.maskIndex(t[0], t[1], t[2])));
            cases.add(KernelCase.of("floorDivide", n + " by 3")
                    .index(-20, 1000, n)
                    .outInts(n)
                    .launch((k, t) -> k.floorDivide(t[0], 3, t[1])));
            cases.add(KernelCase.of("countPairs", n + "x2")
                    .index(-1, 5, n)
                    .index(-1, 8, n, 2)
                    .outInts(5, 8)
                    .freeLength()
                    .launch((k, t) -> k.countPairs(t[0], t[1], t[2])));
        }
        cases.add(KernelCase.of("floorDivide", "by 1, 64 and minus one")
                .vector(-1, 0, 63, 64, 65, 127, 128, Integer.MAX_VALUE)
                .outInts(8)
                .launch((k, t) -> k.floorDivide(t[0], 64, t[1])));
        cases.add(KernelCase.of("floorDivide", "by 1")
                .vector(-1, 0, 7)
                .outInts(3)
                .launch((k, t) -> k.floorDivide(t[0], 1, t[1])));
    }

    private void sorting() {
        sort("typical", 17, 4, -1, 4);
        sort("no keys", 0, 4, -1, 4);
        sort("one bucket", 9, 1, 0, 1);
        sort("no bucket used", 9, 3, -1, 0);
        sort("last bucket only", 9, 3, 2, 3);
        sort("more buckets than keys", 5, 300, -1, 300);
        sort("a bucket more than a byte counts", 3001, 257, -1, 257);
        sort("more buckets than two bytes count", 3001, 70_001, -1, 70_001);
        sort("large", 70_001, 8, -1, 8);
        sort("large and skewed", 70_001, 64, 5, 8);
        cases.add(KernelCase.of("countingSort", "no buckets")
                .vector(-1, -1)
                .outInts(2)
                .outInts(1)
                .launch((k, t) -> k.countingSort(t[0], t[1], t[2])));
        for (int n : new int[] {17, 0, 1, 50_001}) {
            invert(n);
        }
    }

    private void sort(String label, int n, int buckets, int low, int high) {
        cases.add(KernelCase.of("countingSort", label)
                .index(low, high, n)
                .outInts(n)
                .outInts(buckets + 1)
                .freeLength()
                .launch((k, t) -> k.countingSort(t[0], t[1], t[2])));
    }

    /** The order of a counting sort that left every fifth position out. */
    private void invert(int n) {
        int[] order = new int[n];
        Arrays.fill(order, -1);
        int length = 0;
        SplittableRandom random = new SplittableRandom(n);
        for (int i = 0; i < n; i++) {
            if (i % 5 != 4) {
                int j = random.nextInt(length + 1);
                order[length++] = order[j];
                order[j] = i;
            }
        }
        cases.add(KernelCase.of("invertPermutation", "" + n)
                .vector(order)
                .outInts(n)
                .launch((k, t) -> k.invertPermutation(t[0], t[1])));
    }
}
