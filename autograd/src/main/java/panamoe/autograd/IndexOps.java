package panamoe.autograd;

import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Operations that select and move elements by an I32 index, in which -1 means "none", and the two views. */
public final class IndexOps {

    private IndexOps() {}

    /**
     * {@code y[i] = x[index[i]]}, 0 for index -1; the gradient scatters back. Inputs: x {@code [v, d]}, index {@code
     * I32[n]}.
     */
    public record GatherRows() implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Check.that(
                    inputs[0].rank() == 2 && inputs[1].rank() == 1,
                    () -> "gatherRows of " + inputs[0] + " by " + inputs[1] + ": expected [v, d] and [n]");
            return Shape.of(inputs[1].size(), inputs[0].columns());
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[1]);
            k.gatherRows(in[0], in[1], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.scatterAddRows(grad, saved.get(0), into.grad(0));
        }

        static List<Sample> samples() {
            Op op = new GatherRows();
            return List.of(
                    Sample.of("typical", op, Sample.signed(4, 3), Sample.vector(2, 0, 3, 3, 2)),
                    Sample.of("none", op, Sample.signed(4, 3), Sample.vector(-1, 1, -1)),
                    Sample.of("empty index", op, Sample.signed(4, 3), Sample.vector()),
                    Sample.of("tail", op, Sample.signed(5, 19), Sample.vector(4, 4, 0)),
                    Sample.refused("rank", op, "expected [v, d]", Sample.signed(4), Sample.vector(2)),
                    Sample.refused("floating index", op, "expected I32", Sample.signed(4, 3), Sample.signed(2)));
        }
    }

    /**
     * Sets y to 0, then {@code y[index[i]] += x[i]}; skips index -1; the gradient gathers. Inputs: x {@code [n, d]},
     * index {@code I32[n]}.
     *
     * @param rows of the output
     */
    public record ScatterAddRows(int rows) implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Check.that(
                    inputs[0].rank() == 2 && inputs[1].equals(Shape.of(inputs[0].dim(0))),
                    () -> "scatterAddRows of " + inputs[0] + " by " + inputs[1] + ": expected [n, d] and [n]");
            return Shape.of(rows, inputs[0].columns());
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[1]);
            k.scatterAddRows(in[0], in[1], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.gatherRows(grad, saved.get(0), into.grad(0));
        }

        static List<Sample> samples() {
            Op op = new ScatterAddRows(4);
            return List.of(
                    Sample.of("typical", op, Sample.signed(5, 3), Sample.vector(2, 0, 3, 3, 2)),
                    Sample.of("none", op, Sample.signed(3, 2), Sample.vector(-1, 1, -1)),
                    Sample.of("no rows in", op, Sample.signed(0, 3), Sample.vector()),
                    Sample.of("no rows out", new ScatterAddRows(0), Sample.signed(2, 3), Sample.vector(-1, -1)),
                    Sample.of("tail", op, Sample.signed(3, 19), Sample.vector(3, 3, 0)),
                    Sample.refused("index", op, "by [2]", Sample.signed(3, 2), Sample.vector(0, 1)),
                    Sample.refused("rows", new ScatterAddRows(-1), "negative", Sample.signed(1, 2), Sample.vector(0)));
        }
    }

    /**
     * {@code y[i, j] = x[i, index[i, j]]}, 0 for index -1; the gradient scatters back. Inputs: x {@code [n, e]}, index
     * {@code I32[n, k]}.
     */
    public record GatherColumns() implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Check.that(
                    inputs[0].rank() == 2 && inputs[1].rank() == 2 && inputs[0].dim(0) == inputs[1].dim(0),
                    () -> "gatherColumns of " + inputs[0] + " by " + inputs[1] + ": expected [n, e] and [n, k]");
            return inputs[1];
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[1]);
            k.gatherColumns(in[0], in[1], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.scatterAddColumns(grad, saved.get(0), into.grad(0));
        }

        static List<Sample> samples() {
            Op op = new GatherColumns();
            return List.of(
                    Sample.of("typical", op, Sample.signed(3, 4), Sample.ints(Shape.of(3, 2), 0, 3, 1, 1, 2, 0)),
                    Sample.of("none", op, Sample.signed(2, 4), Sample.ints(Shape.of(2, 2), -1, 3, -1, -1)),
                    Sample.of("no rows", op, Sample.signed(0, 4), Sample.ints(Shape.of(0, 2))),
                    Sample.of("tail", op, Sample.signed(1, 19), Sample.ints(Shape.of(1, 3), 18, 0, 16)),
                    Sample.refused("rows", op, "[n, k]", Sample.signed(3, 4), Sample.ints(Shape.of(2, 1), 0, 0)));
        }
    }

    /**
     * Sets y to 0, then {@code y[i, index[i, j]] += x[i, j]}; skips index -1; the gradient gathers. Inputs: x {@code
     * [n, k]}, index {@code I32[n, k]}.
     *
     * @param columns of the output
     */
    public record ScatterAddColumns(int columns) implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Check.that(
                    inputs[0].rank() == 2 && inputs[1].equals(inputs[0]),
                    () -> "scatterAddColumns of " + inputs[0] + " by " + inputs[1] + ": expected [n, k] and [n, k]");
            return Shape.of(inputs[0].dim(0), columns);
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[1]);
            k.scatterAddColumns(in[0], in[1], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.gatherColumns(grad, saved.get(0), into.grad(0));
        }

        static List<Sample> samples() {
            Op op = new ScatterAddColumns(4);
            return List.of(
                    Sample.of("typical", op, Sample.signed(3, 2), Sample.ints(Shape.of(3, 2), 0, 3, 1, 1, 2, 0)),
                    Sample.of("none", op, Sample.signed(2, 2), Sample.ints(Shape.of(2, 2), -1, 3, -1, -1)),
                    Sample.of("no rows", op, Sample.signed(0, 2), Sample.ints(Shape.of(0, 2))),
                    Sample.of(
                            "tail",
                            new ScatterAddColumns(19),
                            Sample.signed(1, 3),
                            Sample.ints(Shape.of(1, 3), 18, 0, 16)),
                    Sample.refused("index", op, "[n, k]", Sample.signed(3, 2), Sample.ints(Shape.of(3, 1), 0, 0, 0)));
        }
    }

    /** The same elements in another shape of the same size. */
    public record Reshape(Shape shape) implements Op.View {
        @Override
        public Shape infer(Shape... inputs) {
            Check.that(
                    inputs[0].size() == shape.size(),
                    () -> "reshape of " + inputs[0] + " to " + shape + ": " + inputs[0].size() + " and " + shape.size()
                            + " elements, expected the same number");
            return shape;
        }

        @Override
        public Tensor view(Tensor in) {
            return in.reshape(shape);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            into.pass(0);
        }

        static List<Sample> samples() {
            return List.of(
                    Sample.of("typical", new Reshape(Shape.of(3, 2)), Sample.signed(2, 3)),
                    Sample.of("scalar", new Reshape(Shape.SCALAR), Sample.signed(1, 1)),
                    Sample.of("flat", new Reshape(Shape.of(24)), Sample.signed(2, 3, 4)),
                    Sample.of("zero-size", new Reshape(Shape.of(3, 0)), Sample.signed(0, 2)),
                    Sample.refused("size", new Reshape(Shape.of(5)), "6 and 5 elements", Sample.signed(2, 3)));
        }
    }

    /** The entries {@code from} (inclusive) to {@code to} (exclusive) of the outermost axis. */
    public record RowSlice(int from, int to) implements Op.View {
        @Override
        public Shape infer(Shape... inputs) {
            Shape x = inputs[0];
            Check.that(
                    x.rank() >= 1 && from >= 0 && from <= to && to <= x.dim(0),
                    () -> "row slice " + from + ".." + to + " of " + x
                            + ": expected a range within the outermost axis");
            int[] dims = x.dims().toArray();
            dims[0] = to - from;
            return Shape.of(dims);
        }

        @Override
        public Tensor view(Tensor in) {
            return in.rowSlice(from, to);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor gx = into.grad(0);
            k.fill(0, gx.rowSlice(0, from));
            k.copy(grad, gx.rowSlice(from, to));
            k.fill(0, gx.rowSlice(to, gx.shape().dim(0)));
        }

        static List<Sample> samples() {
            return List.of(
                    Sample.of("typical", new RowSlice(1, 3), Sample.signed(4, 3)),
                    Sample.of("all", new RowSlice(0, 4), Sample.signed(4, 3)),
                    Sample.of("elements", new RowSlice(2, 3), Sample.signed(4)),
                    Sample.of("rank 3", new RowSlice(0, 1), Sample.signed(2, 3, 4)),
                    Sample.of("none", new RowSlice(2, 2), Sample.signed(4, 3)),
                    Sample.of("zero-size", new RowSlice(0, 0), Sample.signed(0, 3)),
                    Sample.refused("past the end", new RowSlice(2, 5), "2..5", Sample.signed(4, 3)),
                    Sample.refused("scalar", new RowSlice(0, 0), "of []", Sample.signed()));
        }
    }
}
