package panamoe.autograd;

import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Stretch;
import panamoe.tensor.Tensor;

/** Operations that sum elements. */
public final class ReductionOps {

    private ReductionOps() {}

    /**
     * Sums x to a smaller shape that stretches to x's: a scalar gets the total, {@code [d]} from {@code [n, d]} the
     * column sums, {@code [n, 1]} the row sums. The gradient is g stretched to x's shape.
     *
     * @param shape of the output
     */
    public record SumTo(Shape shape) implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Stretch.of(shape, inputs[0]);
            return shape;
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            k.sumTo(in[0], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor zero = saved.floats(Shape.SCALAR);
            k.fill(0, zero);
            k.add(grad, zero, into.grad(0));
        }

        static List<Sample> samples() {
            return List.of(
                    Sample.of("total", new SumTo(Shape.SCALAR), Sample.signed(2, 3)),
                    Sample.of("total of a scalar", new SumTo(Shape.SCALAR), Sample.signed()),
                    Sample.of("columns", new SumTo(Shape.of(19)), Sample.signed(5, 19)),
                    Sample.of("rows", new SumTo(Shape.of(5, 1)), Sample.signed(5, 19)),
                    Sample.of("middle axes", new SumTo(Shape.of(3, 1)), Sample.signed(2, 3, 4)),
                    Sample.of("zero-size", new SumTo(Shape.of(3)), Sample.signed(0, 3)),
                    Sample.of("same shape", new SumTo(Shape.of(2, 3)), Sample.signed(2, 3)),
                    Sample.of("chunks", new SumTo(Shape.SCALAR), Sample.signed(67, 61)),
                    Sample.refused("no stretch", new SumTo(Shape.of(2)), "[2]", Sample.signed(2, 3)));
        }
    }

    /** {@code y[n] = ln sum_j e^x[n, j]}; {@code gx[n, j] = g[n] softmax(x)[n, j]}. */
    public record LogSumExp() implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Check.that(
                    inputs[0].rank() >= 1 && inputs[0].columns() >= 1,
                    () -> "logSumExp of " + inputs[0] + ": expected at least one column");
            return inputs[0].dropLast();
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[0]);
            k.logSumExp(in[0], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor x = saved.get(0);
            Tensor probabilities = saved.floats(x.shape());
            k.softmax(x, probabilities);
            k.mul(probabilities, grad.reshape(x.shape().withColumns(1)), into.grad(0));
        }

        static List<Sample> samples() {
            Op op = new LogSumExp();
            return List.of(
                    Sample.of("typical", op, Sample.signed(2, 3)),
                    Sample.of("one row", op, Sample.signed(5)),
                    Sample.of("rank 3", op, Sample.signed(2, 3, 4)),
                    Sample.of("no rows", op, Sample.signed(0, 3)),
                    Sample.of("tail", op, Sample.signed(5, 35)),
                    Sample.of("large values", op, Sample.floats(90, 110, 3, 8)),
                    Sample.refused("no columns", op, "[2, 0]", Sample.signed(2, 0)));
        }
    }
}
