package panamoe.tensor.kernels;

import static panamoe.tensor.kernels.KernelCase.U;

import java.util.ArrayList;
import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;

/** Cases of {@link panamoe.tensor.RowKernels}. */
final class RowCases {

    private final List<KernelCase> cases = new ArrayList<>();

    static List<KernelCase> all() {
        RowCases all = new RowCases();
        for (Shape shape : shapes()) {
            all.softmax(shape);
            all.layerNorm(shape);
            all.crossEntropy(shape);
        }
        all.special();
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

    private void softmax(Shape shape) {
        int[] dims = shape.dims().toArray();
        // probabilities: relative errors of exp (8 U), of the sum (8 U sqrt(n)) and of x - max, a number below 16
        double relative = 32 * U + 8 * U * Math.sqrt(shape.columns());
        cases.add(KernelCase.of("softmax", "" + shape)
                .in(dims)
                .out(dims)
                .tolerance(relative, 0)
                .launch((k, t) -> k.softmax(t[0], t[1])));
        // y in 0..1 and gy of size 1: y (gy - mean), where the mean is a sum of n terms
        cases.add(KernelCase.of("softmaxBackward", "" + shape)
                .uniform(0, 2.0 / shape.columns(), dims)
                .in(dims)
                .out(dims)
                .sumTolerance(8, 1)
                .launch((k, t) -> k.softmaxBackward(t[0], t[1], t[2])));
    }

    private void layerNorm(Shape shape) {
        int[] dims = shape.dims().toArray();
        int rows = shape.rows();
        int columns = shape.columns();
        // y is of size 1; in a row of few elements rstd is large and scales the errors of x - mean
        double absolute = 64 * U + 8 * U * Math.sqrt(columns);
        cases.add(KernelCase.of("layerNorm", "" + shape)
                .in(dims)
                .uniform(0.5, 1.5, columns)
                .in(columns)
                .out(dims)
                .out(rows)
                .out(rows)
                .tolerance(64 * U, absolute)
                .launch((k, t) -> k.layerNorm(t[0], t[1], t[2], 1e-3, new Backend.LayerNormResult(t[3], t[4], t[5]))));
        // ggamma and gbeta sum one term per row; gx subtracts two means from each row
        cases.add(KernelCase.of("layerNormBackward", "" + shape)
                .in(dims)
                .uniform(0.5, 1.5, columns)
                .uniform(-0.1, 0.1, rows)
                .uniform(0.8, 1.2, rows)
                .in(dims)
                .out(dims)
                .out(columns)
                .out(columns)
                .sumTolerance(Math.max(rows, 16), 2)
                .launch((k, t) -> k.layerNormBackward(
                        t[0], t[1], t[2], t[3], t[4], new Backend.LayerNormGradients(t[5], t[6], t[7]))));
    }

    private void crossEntropy(Shape shape) {
        int[] dims = shape.dims().toArray();
        int rows = shape.rows();
        int columns = shape.columns();
        int[] classes = new int[rows];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            classes[row] = 1 + (columns - 1) * ((row + 1) % 3) / 2;
            labels[row] = row % 4 == 3 ? -1 : (row * 7) % classes[row];
        }
        // losses are differences of numbers below 16; probabilities as in softmax
        double error = 32 * U + 8 * U * Math.sqrt(columns);
        cases.add(KernelCase.of("crossEntropy", "" + shape)
                .in(dims)
                .vector(labels)
                .vector(classes)
                .out(rows)
                .out(dims)
                .tolerance(error, error)
                .launch((k, t) -> k.crossEntropy(t[0], t[1], t[2], t[3], t[4])));
        cases.add(KernelCase.of("crossEntropyBackward", "" + shape)
                .uniform(0, 1, dims)
                .vector(labels)
                .in(rows)
                .out(dims)
                .tolerance(4 * U, 4 * U)
                .launch((k, t) -> k.crossEntropyBackward(t[0], t[1], t[2], t[3])));
    }

    private void special() {
        cases.add(KernelCase.of("softmax", "far from zero")
                .in(Shape.of(3, 3), 1000, 1000, 1000, -1000, -1001, -1002, 500, -500, 0)
                .out(3, 3)
                .tolerance(32 * U, Float.MIN_NORMAL)
                .launch((k, t) -> k.softmax(t[0], t[1])));
        cases.add(KernelCase.of("softmax", "no columns").in(3, 0).out(3, 0).launch((k, t) -> k.softmax(t[0], t[1])));
        // two passes: x - mean keeps the accuracy that E[x^2] - mean^2 would lose (its error is 100^2 U = 6e-4)
        cases.add(KernelCase.of("layerNorm", "far from zero")
                .uniform(99, 101, 5, 65)
                .uniform(0.5, 1.5, 65)
                .in(65)
                .out(5, 65)
                .out(5)
                .out(5)
                .tolerance(32 * U, 100 * 8 * U)
                .launch((k, t) -> k.layerNorm(t[0], t[1], t[2], 1e-12, new Backend.LayerNormResult(t[3], t[4], t[5]))));
        cases.add(KernelCase.of("crossEntropy", "no label")
                .in(2, 5)
                .vector(-1, -1)
                .vector(5, 3)
                .out(2)
                .out(2, 5)
                .tolerance(32 * U, 0)
                .launch((k, t) -> k.crossEntropy(t[0], t[1], t[2], t[3], t[4])));
        cases.add(KernelCase.of("crossEntropy", "far from zero")
                .in(Shape.of(2, 3), 1000, 0, -1000, -500, 500, 0)
                .vector(0, 0)
                .vector(3, 3)
                .out(2)
                .out(2, 3)
                .tolerance(32 * U, Float.MIN_NORMAL)
                .launch((k, t) -> k.crossEntropy(t[0], t[1], t[2], t[3], t[4])));
    }
}
