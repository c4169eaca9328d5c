package panamoe.tensor.kernels;

import static panamoe.tensor.kernels.KernelCase.U;

import java.util.ArrayList;
import java.util.List;
import panamoe.tensor.Shape;

/** Cases of {@link panamoe.tensor.ReductionKernels}. */
final class ReductionCases {

    private final List<KernelCase> cases = new ArrayList<>();

    static List<KernelCase> all() {
        ReductionCases all = new ReductionCases();
        all.sumTo();
        all.sumSquares();
        all.logSumExp();
        return all.cases;
    }

    private void sumTo() {
        cases.add(KernelCase.of("sumTo", "columns")
                .in(5, 17)
                .freeLength()
                .out(17)
                .sumTolerance(5, 1)
                .launch((k, t) -> k.sumTo(t[0], t[1])));
        sumTo("columns, kept axis", Shape.of(5, 17), Shape.of(1, 17));
        sumTo("rows", Shape.of(5, 17), Shape.of(5, 1));
        sumTo("total", Shape.of(5, 17), Shape.SCALAR);
        sumTo("total of a scalar", Shape.SCALAR, Shape.SCALAR);
        sumTo("nothing to add up", Shape.of(5, 17), Shape.of(5, 17));
        sumTo("middle", Shape.of(4, 3, 33), Shape.of(3, 1));
        sumTo("outer axis of three", Shape.of(7, 3, 5), Shape.of(3, 5));
        sumTo("no rows", Shape.of(0, 17), Shape.of(17));
        sumTo("no columns", Shape.of(5, 0), Shape.of(5, 1));
        sumTo("total of none", Shape.of(0), Shape.SCALAR);
        sumTo("large columns", Shape.of(2003, 384), Shape.of(384));
        sumTo("large rows", Shape.of(2003, 384), Shape.of(2003, 1));
        sumTo("large total", Shape.of(2003, 384), Shape.SCALAR);
        for (int n : KernelCases.TAILS) {
            sumTo("total of " + n, Shape.of(n), Shape.SCALAR);
            sumTo("columns " + n, Shape.of(3, n), Shape.of(n));
            sumTo("rows of " + n, Shape.of(3, n), Shape.of(3, 1));
        }
    }

    private void sumTo(String label, Shape x, Shape y) {
        int terms = x.size() / Math.max(1, y.size());
        cases.add(KernelCase.of("sumTo", label)
                .in(x.dims().toArray())
                .out(y.dims().toArray())
                .sumTolerance(terms, 1)
                .launch((k, t) -> k.sumTo(t[0], t[1])));
    }

    private void sumSquares() {
        for (int n : new int[] {33, 0, 1, 7, 15, 16, 17, 31, 65, KernelCases.LARGE}) {
            // terms of one sign: the relative error of a plain sum grows like sqrt(n) U, and chunks do better
            cases.add(KernelCase.of("sumSquares", "" + n)
                    .in(n)
                    .freeLength()
                    .out()
                    .tolerance(8 * U * Math.sqrt(n + 1), 0)
                    .launch((k, t) -> k.sumSquares(t[0], t[1])));
        }
    }

    private void logSumExp() {
        for (int columns : KernelCases.TAILS) {
            logSumExp(3, columns);
        }
        logSumExp(0, 5);
        logSumExp(2003, 65);
        cases.add(KernelCase.of("logSumExp", "far from zero")
                .in(Shape.of(3, 3), 1000, 1000, 1000, -1000, -1001, -1002, 500, -500, 0)
                .out(3)
                .tolerance(2 * U, 0)
                .launch((k, t) -> k.logSumExp(t[0], t[1])));
    }

    private void logSumExp(int rows, int columns) {
        // the sum's relative error (8 U sqrt(n)) is the logarithm's absolute error; the rest rounds numbers below 16
        cases.add(KernelCase.of("logSumExp", rows + "x" + columns)
                .in(rows, columns)
                .out(rows)
                .tolerance(2 * U, 16 * U + 8 * U * Math.sqrt(columns))
                .launch((k, t) -> k.logSumExp(t[0], t[1])));
    }
}
