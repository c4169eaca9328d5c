package panamoe.tensor.kernels;

import java.util.ArrayList;
import java.util.List;

/** Cases of {@link panamoe.tensor.MatrixKernels}. */
final class MatrixCases {

    private final List<KernelCase> cases = new ArrayList<>();

    static List<KernelCase> all() {
        MatrixCases all = new MatrixCases();
        all.gemm();
        all.grouped();
        return all.cases;
    }

    private void gemm() {
        int[][] sizes = {
            {7, 5, 3},
            {1, 1, 1},
            {1, 65, 33},
            {33, 1, 17},
            {15, 16, 17},
            {17, 33, 65},
            {6, 48, 64},
            {64, 31, 15},
            {13, 100, 300},
            {0, 5, 4},
            {5, 0, 4},
            {5, 4, 0},
            {201, 259, 387}
        };
        for (int[] size : sizes) {
            for (int flags = 0; flags < 4; flags++) {
                gemm(size[0], size[1], size[2], (flags & 1) != 0, (flags & 2) != 0);
            }
        }
        scaled(1, 1, 17, 33, 15);
        scaled(-0.5, 0.25, 17, 33, 15);
        scaled(0, 1, 5, 7, 9);
        scaled(2, 0, 5, 7, 9);
        scaled(1, 1, 5, 7, 0);
        scaled(1, 1, 130, 257, 700);
        cases.add(KernelCase.of("gemm", "rank 3 is a matrix of its rows")
                .in(2, 3, 17)
                .in(17, 5)
                .out(2, 3, 5)
                .sumTolerance(17, 1)
                .launch((k, t) -> k.gemm(1, t[0], false, t[1], false, 0, t[2])));
        cases.add(KernelCase.of("gemm", "short form")
                .in(9, 17)
                .in(5, 17)
                .out(9, 5)
                .sumTolerance(17, 1)
                .launch((k, t) -> k.gemm(t[0], false, t[1], true, t[2])));
    }

    private void gemm(int m, int n, int k, boolean transA, boolean transB) {
        String label = m + "x" + n + "x" + k + (transA ? " A'" : "") + (transB ? " B'" : "");
        KernelCase.Builder builder = KernelCase.of("gemm", label);
        builder.in(transA ? new int[] {k, m} : new int[] {m, k});
        builder.in(transB ? new int[] {n, k} : new int[] {k, n});
        cases.add(builder.out(m, n)
                .sumTolerance(k, 1)
                .launch((backend, t) -> backend.gemm(1, t[0], transA, t[1], transB, 0, t[2])));
    }

    private void scaled(double alpha, double beta, int m, int n, int k) {
        KernelCase.Builder builder = KernelCase.of("gemm", "alpha " + alpha + " beta " + beta + " " + m + "x" + n)
                .in(m, k)
                .in(k, n);
        if (beta == 0) {
            builder.out(m, n);
        } else {
            builder.inOut(m, n);
        }
        cases.add(builder.sumTolerance(k + 2, Math.abs(alpha) + beta)
                .launch((backend, t) -> backend.gemm(alpha, t[0], false, t[1], false, beta, t[2])));
    }

    private void grouped() {
        grouped("two groups", 7, 5, 9, 0, 3, 7);
        grouped("one group", 17, 16, 33, 0, 17);
        grouped("empty groups", 12, 7, 15, 0, 0, 5, 5, 5, 12, 12);
        grouped("spare rows at both ends", 20, 33, 17, 3, 8, 8, 15);
        grouped("no row in any group", 9, 5, 7, 0, 0, 0);
        grouped("no rows", 0, 5, 7, 0, 0);
        grouped("single rows", 4, 65, 31, 0, 1, 2, 3, 4);
        grouped("skewed", 150, 33, 65, 0, 1, 140, 141, 144);
        grouped("all rows in one of many groups", 300, 17, 66, 0, 0, 0, 300, 300, 300);
        grouped("large and skewed", 832, 96, 130, 0, 100, 100, 101, 400, 430, 700, 768, 800);
    }

    private void grouped(String label, int n, int d, int h, int... offsets) {
        int groups = offsets.length - 1;
        int from = offsets[0];
        int to = offsets[groups];
        cases.add(KernelCase.of("groupedGemm", label)
                .rowsOnly(from, to, n, d)
                .in(groups, d, h)
                .vector(offsets)
                .out(n, h)
                .sumTolerance(d, 1)
                .launch((k, t) -> k.groupedGemm(t[0], t[1], false, t[2], t[3])));
        cases.add(KernelCase.of("groupedGemm", label + ", transposed")
                .rowsOnly(from, to, n, d)
                .in(groups, h, d)
                .vector(offsets)
                .out(n, h)
                .sumTolerance(d, 1)
                .launch((k, t) -> k.groupedGemm(t[0], t[1], true, t[2], t[3])));
        cases.add(KernelCase.of("groupedGemmWeightGradient", label)
                .rowsOnly(from, to, n, d)
                .rowsOnly(from, to, n, h)
                .vector(offsets)
                .out(groups, d, h)
                .sumTolerance(to - from, 1)
                .launch((k, t) -> k.groupedGemmWeightGradient(t[0], t[1], t[2], t[3])));
    }
}
