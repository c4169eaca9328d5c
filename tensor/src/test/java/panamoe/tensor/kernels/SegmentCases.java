package panamoe.tensor.kernels;

import static panamoe.tensor.kernels.KernelCase.U;

import java.util.ArrayList;
import java.util.List;

/** Cases of {@link panamoe.tensor.SegmentKernels} except attention. */
final class SegmentCases {

    private final List<KernelCase> cases = new ArrayList<>();

    static List<KernelCase> all() {
        SegmentCases all = new SegmentCases();
        all.segments("typical", 7, 5, 0, 3, 7);
        for (int columns : KernelCases.TAILS) {
            all.segments("width " + columns, 12, columns, 0, 4, 4, 9, 12);
        }
        all.segments("one segment", 33, 17, 0, 33);
        all.segments("spare rows at both ends", 20, 9, 3, 8, 8, 15);
        all.segments("all rows spare", 9, 5, 4, 4, 4);
        all.segments("no rows", 0, 5, 0, 0);
        all.segments("no segments", 6, 5, 0);
        all.segments("large and skewed", 2112, 384, 0, 1, 1500, 1500, 1501, 1900, 2000);
        return all.cases;
    }

    private void segments(String label, int n, int d, int... offsets) {
        int segments = offsets.length - 1;
        int from = offsets[0];
        int to = offsets[segments];
        int longest = 0;
        for (int s = 0; s < segments; s++) {
            longest = Math.max(longest, offsets[s + 1] - offsets[s]);
        }
        cases.add(KernelCase.of("segmentSum", label)
                .rowsOnly(from, to, n, d)
                .freeLength()
                .vector(offsets)
                .out(segments, d)
                .sumTolerance(longest, 1)
                .launch((k, t) -> k.segmentSum(t[0], t[1], t[2])));
        // the error of the sum divided by the segment's length, at most that of a sum of one row
        cases.add(KernelCase.of("segmentMean", label)
                .rowsOnly(from, to, n, d)
                .freeLength()
                .vector(offsets)
                .out(segments, d)
                .sumTolerance(1, 1)
                .launch((k, t) -> k.segmentMean(t[0], t[1], t[2])));
        cases.add(KernelCase.of("segmentMeanBackward", label)
                .in(segments, d)
                .vector(offsets)
                .out(n, d)
                .freeLength()
                .tolerance(2 * U, 0)
                .launch((k, t) -> k.segmentMeanBackward(t[0], t[1], t[2])));
        cases.add(KernelCase.of("addSegmentBias", label)
                .rowsOnly(from, to, n, d)
                .in(segments, d)
                .vector(offsets)
                .out(n, d)
                .tolerance(U, 0)
                .launch((k, t) -> k.addSegmentBias(t[0], t[1], t[2], t[3])));
        cases.add(KernelCase.of("segmentFractions", label)
                .vector(offsets)
                .out(segments)
                .tolerance(2 * U, 0)
                .launch((k, t) -> k.segmentFractions(t[0], t[1])));
    }
}
