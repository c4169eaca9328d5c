package panamoe.tensor.kernels;

import static panamoe.tensor.kernels.KernelCase.U;

import java.util.ArrayList;
import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;

/** Cases of {@link panamoe.tensor.FusedKernels}. The reference runs their default bodies. */
final class FusedCases {

    private final List<KernelCase> cases = new ArrayList<>();

    static List<KernelCase> all() {
        FusedCases all = new FusedCases();
        for (Shape shape : shapes()) {
            all.biasGelu(shape);
            all.layerNorm(shape);
        }
        all.farOut();
        all.segments("typical", 7, 5, 0, 3, 7);
        for (int columns : KernelCases.TAILS) {
            all.segments("width " + columns, 12, columns, 0, 4, 4, 9, 12);
        }
        all.segments("several blocks of columns", 12, 300, 0, 4, 12);
        all.segments("one segment", 33, 17, 0, 33);
        all.segments("spare rows at both ends", 20, 9, 3, 8, 8, 15);
        all.segments("all rows spare", 9, 5, 4, 4, 4);
        all.segments("no rows", 0, 5, 0, 0);
        all.segments("no segments", 6, 5, 0);
        all.segments("large and skewed", 2112, 384, 0, 1, 1500, 1500, 1501, 1900, 2000);
        return all.cases;
    }

    private static List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        shapes.add(Shape.of(5, 17));
        for (int columns : KernelCases.TAILS) {
            shapes.add(Shape.of(3, columns));
        }
        shapes.add(Shape.of(12));
        shapes.add(Shape.of(2, 3, 9));
        shapes.add(Shape.of(0, 5));
        shapes.add(Shape.of(1003, 384));
        return shapes;
    }

    private void biasGelu(Shape shape) {
        int[] dims = shape.dims().toArray();
        int columns = shape.columns();
        // as for gelu, of sums below 8: their rounding (8 U / 2) times a slope of at most 1.13, and Phi's error times 8
        cases.add(KernelCase.of("biasGelu", "" + shape)
                .in(dims)
                .in(columns)
                .out(dims)
                .tolerance(8 * U, 8 * 9 * U)
                .launch((k, t) -> k.biasGelu(t[0], t[1], t[2])));
        // gx as in geluBackward; gbias sums it over the rows
        cases.add(KernelCase.of("biasGeluBackward", "" + shape)
                .in(dims)
                .in(columns)
                .in(dims)
                .out(dims)
                .out(columns)
                .sumTolerance(Math.max(shape.rows(), 8), 1)
                .launch((k, t) -> k.biasGeluBackward(t[0], t[1], t[2], t[3], t[4])));
    }

    private void farOut() {
        Shape row = Shape.of(1, 4);
        cases.add(KernelCase.of("biasGelu", "far out")
                .in(row, -100, -10, 10, 100)
                .in(Shape.of(4), -100, -10, 10, 100)
                .out(1, 4)
                .tolerance(8 * U, Float.MIN_NORMAL)
                .launch((k, t) -> k.biasGelu(t[0], t[1], t[2])));
        cases.add(KernelCase.of("biasGeluBackward", "far out")
                .in(row, -100, -10, 10, 100)
                .in(Shape.of(4), -100, -10, 10, 100)
                .in(1, 4)
                .out(1, 4)
                .out(4)
                .tolerance(8 * U, 8 * U)
                .launch((k, t) -> k.biasGeluBackward(t[0], t[1], t[2], t[3], t[4])));
    }

    private void segments(String label, int n, int d, int... offsets) {
        int segments = offsets.length - 1;
        int from = offsets[0];
        int to = offsets[segments];
        int longest = 8;
        for (int s = 0; s < segments; s++) {
            longest = Math.max(longest, offsets[s + 1] - offsets[s]);
        }
        // tolerances as for one bias
        cases.add(KernelCase.of("segmentBiasGelu", label)
                .rowsOnly(from, to, n, d)
                .in(segments, d)
                .vector(offsets)
                .out(n, d)
                .tolerance(8 * U, 8 * 9 * U)
                .launch((k, t) -> k.segmentBiasGelu(t[0], t[1], t[2], t[3])));
        cases.add(KernelCase.of("segmentBiasGeluBackward", label)
                .rowsOnly(from, to, n, d)
                .in(segments, d)
                .vector(offsets)
                .rowsOnly(from, to, n, d)
                .out(n, d)
                .out(segments, d)
                .sumTolerance(longest, 1)
                .launch((k, t) -> k.segmentBiasGeluBackward(t[0], t[1], t[2], t[3], t[4], t[5])));
    }

    private void layerNorm(Shape shape) {
        int[] dims = shape.dims().toArray();
        int rows = shape.rows();
        int columns = shape.columns();
        // as in layerNorm, with one more rounding of x
        double absolute = 64 * U + 8 * U * Math.sqrt(columns);
        cases.add(KernelCase.of("addLayerNorm", "" + shape)
                .in(dims)
                .in(dims)
                .uniform(0.5, 1.5, columns)
                .in(columns)
                .out(dims)
                .out(dims)
                .out(rows)
                .out(rows)
                .tolerance(64 * U, absolute)
                .launch((k, t) -> k.addLayerNorm(
                        t[0], t[1], t[2], t[3], 1e-3, t[4], new Backend.LayerNormResult(t[5], t[6], t[7]))));
        // as in layerNormBackward, with one more addition
        cases.add(KernelCase.of("layerNormBackwardAdd", "" + shape)
                .in(dims)
                .uniform(0.5, 1.5, columns)
                .uniform(-0.1, 0.1, rows)
                .uniform(0.8, 1.2, rows)
                .in(dims)
                .inOut(dims)
                .out(columns)
                .out(columns)
                .sumTolerance(Math.max(rows, 16), 2)
                .launch((k, t) -> k.layerNormBackwardAdd(
                        t[0], t[1], t[2], t[3], t[4], new Backend.LayerNormGradients(t[5], t[6], t[7]))));
    }
}
