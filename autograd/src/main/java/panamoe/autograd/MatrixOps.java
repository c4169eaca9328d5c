package panamoe.autograd;

import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Matrix products, plain and by group of rows. */
public final class MatrixOps {

    private MatrixOps() {}

    /**
     * {@code y[m, n] = op(a) op(b)}; {@code op} transposes if its flag is set. A first operand of rank above 2 counts
     * as the matrix of its {@link Shape#rows}.
     */
    public record MatMul(boolean transA, boolean transB) implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            return Shape.matmul(inputs[0], transA, inputs[1], transB);
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[0], in[1]);
            k.gemm(in[0], transA, in[1], transB, out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor a = saved.get(0);
            Tensor b = saved.get(1);
            if (into.needs(0)) {
                if (transA) {
                    k.gemm(b, transB, grad, true, into.grad(0));
                } else {
                    k.gemm(grad, false, b, !transB, into.grad(0));
                }
            }
            if (into.needs(1)) {
                if (transB) {
                    k.gemm(grad, true, a, transA, into.grad(1));
                } else {
                    k.gemm(a, !transA, grad, false, into.grad(1));
                }
            }
        }

        static List<Sample> samples() {
            Op op = new MatMul(false, false);
            return List.of(
                    Sample.of("typical", op, Sample.signed(2, 3), Sample.signed(3, 4)),
                    Sample.of("a transposed", new MatMul(true, false), Sample.signed(3, 2), Sample.signed(3, 4)),
                    Sample.of("b transposed", new MatMul(false, true), Sample.signed(2, 3), Sample.signed(4, 3)),
                    Sample.of("both transposed", new MatMul(true, true), Sample.signed(3, 2), Sample.signed(4, 3)),
                    Sample.of("rank 3", op, Sample.signed(2, 3, 4), Sample.signed(4, 5)),
                    Sample.of(
                            "rank 3, b transposed",
                            new MatMul(false, true),
                            Sample.signed(2, 3, 4),
                            Sample.signed(5, 4)),
                    Sample.of("one row", op, Sample.signed(3), Sample.signed(3, 4)),
                    Sample.of("1 x 1", op, Sample.signed(1, 1), Sample.signed(1, 1)),
                    Sample.of("no rows", op, Sample.signed(0, 3), Sample.signed(3, 4)),
                    Sample.of("no columns", op, Sample.signed(2, 3), Sample.signed(3, 0)),
                    Sample.of("no inner extent", op, Sample.signed(2, 0), Sample.signed(0, 4)),
                    Sample.of("tails", op, Sample.signed(7, 17), Sample.signed(17, 19)),
                    Sample.refused("inner extents", op, "3 and 4 differ", Sample.signed(2, 3), Sample.signed(4, 5)),
                    Sample.refused("b of rank 3", op, "[1, 3, 4]", Sample.signed(2, 3), Sample.signed(1, 3, 4)));
        }
    }

    /**
     * One product per group of rows: {@code y[r] = x[r] w[g]} for the rows {@code offsets[g] <= r < offsets[g + 1]}, 0
     * for rows outside all groups. {@code gx[r] = g[r] w[g]^T}, {@code gw[g] = x_g^T g_g}. Inputs: x {@code [n, d]}, w
     * {@code [G, d, h]}, offsets {@code I32[G + 1]}.
     */
    public record GroupedMatMul() implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Shape x = inputs[0];
            Shape w = inputs[1];
            Check.that(
                    x.rank() >= 1 && w.rank() == 3 && w.dim(1) == x.columns(),
                    () -> "groupedMatmul of " + x + " and " + w + ": expected [n, d] and [groups, d, h]");
            Check.that(
                    inputs[2].size() == w.dim(0) + 1,
                    () -> "groupedMatmul of " + w.dim(0) + " groups: offsets are " + inputs[2] + ", expected "
                            + (w.dim(0) + 1) + " elements");
            return x.withColumns(w.dim(2));
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[0], in[1], in[2]);
            k.groupedGemm(in[0], in[1], false, in[2], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor offsets = saved.get(2);
            if (into.needs(0)) {
                k.groupedGemm(grad, saved.get(1), true, offsets, into.grad(0));
            }
            if (into.needs(1)) {
                k.groupedGemmWeightGradient(saved.get(0), grad, offsets, into.grad(1));
            }
        }

        static List<Sample> samples() {
            Op op = new GroupedMatMul();
            return List.of(
                    Sample.of("typical", op, Sample.signed(5, 3), Sample.signed(2, 3, 4), Sample.vector(0, 2, 5)),
                    Sample.of(
                            "empty groups",
                            op,
                            Sample.signed(4, 3),
                            Sample.signed(4, 3, 2),
                            Sample.vector(0, 0, 3, 3, 4)),
                    Sample.of("spare rows", op, Sample.signed(6, 3), Sample.signed(2, 3, 2), Sample.vector(1, 3, 4)),
                    Sample.of("no rows", op, Sample.signed(0, 3), Sample.signed(2, 3, 2), Sample.vector(0, 0, 0)),
                    Sample.of("tails", op, Sample.signed(23, 17), Sample.signed(3, 17, 19), Sample.vector(0, 7, 8, 23)),
                    Sample.refused(
                            "inner extents",
                            op,
                            "[groups, d, h]",
                            Sample.signed(5, 3),
                            Sample.signed(2, 4, 4),
                            Sample.vector(0, 2, 5)),
                    Sample.refused(
                            "offsets",
                            op,
                            "expected 3 elements",
                            Sample.signed(5, 3),
                            Sample.signed(2, 3, 4),
                            Sample.vector(0, 5)));
        }
    }
}
