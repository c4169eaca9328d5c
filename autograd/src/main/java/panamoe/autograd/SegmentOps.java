package panamoe.autograd;

import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Operations over packed rows: the rows of segment s are {@code offsets[s] <= r < offsets[s + 1]}, where offsets is
 * {@code I32[S + 1]}. Rows outside all segments are padding: their outputs and their gradients are 0.
 */
public final class SegmentOps {

    private SegmentOps() {}

    /** {@code y[r] = x[r] + bias[s]}. Inputs: x {@code [n, d]}, bias {@code [S, d]}, offsets. */
    public record AddSegmentBias() implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Shape x = inputs[0];
            Shape bias = inputs[1];
            Check.that(
                    x.rank() >= 1 && bias.rank() == 2 && bias.columns() == x.columns(),
                    () -> "addSegmentBias of " + x + " and " + bias + ": expected [n, d] and [segments, d]");
            Check.that(
                    inputs[2].size() == bias.dim(0) + 1,
                    () -> "addSegmentBias of " + bias.dim(0) + " segments: offsets are " + inputs[2] + ", expected "
                            + (bias.dim(0) + 1) + " elements");
            return x;
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[1], in[2]);
            k.addSegmentBias(in[0], in[1], in[2], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Shape bias = saved.get(0).shape();
            Tensor offsets = saved.get(1);
            if (into.needs(0)) {
                // addSegmentBias sets the gradient of padding rows to 0
                Tensor zeroBias = saved.floats(bias);
                k.fill(0, zeroBias);
                k.addSegmentBias(grad, zeroBias, offsets, into.grad(0));
            }
            if (into.needs(1)) {
                k.segmentSum(grad, offsets, into.grad(1));
            }
        }

        static List<Sample> samples() {
            Op op = new AddSegmentBias();
            return List.of(
                    Sample.of("typical", op, Sample.signed(5, 3), Sample.signed(2, 3), Sample.vector(0, 2, 5)),
                    Sample.of(
                            "empty segments", op, Sample.signed(3, 2), Sample.signed(3, 2), Sample.vector(0, 0, 3, 3)),
                    Sample.of("spare rows", op, Sample.signed(6, 3), Sample.signed(2, 3), Sample.vector(1, 3, 4)),
                    Sample.of("no rows", op, Sample.signed(0, 3), Sample.signed(2, 3), Sample.vector(0, 0, 0)),
                    Sample.of("tail", op, Sample.signed(9, 19), Sample.signed(2, 19), Sample.vector(0, 4, 9)),
                    Sample.refused(
                            "bias",
                            op,
                            "[segments, d]",
                            Sample.signed(5, 3),
                            Sample.signed(2, 4),
                            Sample.vector(0, 2, 5)),
                    Sample.refused(
                            "offsets",
                            op,
                            "expected 3 elements",
                            Sample.signed(5, 3),
                            Sample.signed(2, 3),
                            Sample.vector(0, 5)));
        }
    }

    /** {@code y[S, d] = mean of the rows of x[n, d]} in each segment, 0 for an empty one. Inputs: x, offsets. */
    public record SegmentMean() implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Check.that(
                    inputs[0].rank() >= 1 && inputs[1].size() >= 1,
                    () -> "segmentMean of " + inputs[0] + " with offsets " + inputs[1]
                            + ": expected [n, d] and [segments + 1]");
            return Shape.of(inputs[1].size() - 1, inputs[0].columns());
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[1]);
            k.segmentMean(in[0], in[1], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.segmentMeanBackward(grad, saved.get(0), into.grad(0));
        }

        static List<Sample> samples() {
            Op op = new SegmentMean();
            return List.of(
                    Sample.of("typical", op, Sample.signed(5, 3), Sample.vector(0, 2, 5)),
                    Sample.of("empty segments", op, Sample.signed(3, 2), Sample.vector(0, 0, 3, 3)),
                    Sample.of("spare rows", op, Sample.signed(6, 3), Sample.vector(1, 3, 4)),
                    Sample.of("no rows", op, Sample.signed(0, 3), Sample.vector(0, 0)),
                    Sample.of("no segments", op, Sample.signed(2, 3), Sample.vector(0)),
                    Sample.of("tail", op, Sample.signed(9, 19), Sample.vector(0, 4, 9)),
                    Sample.refused("no offsets", op, "[segments + 1]", Sample.signed(2, 3), Sample.vector()));
        }
    }

    /**
     * Multi-head scaled dot-product attention within each segment (Vaswani et al. 2017, eq. 1): {@code [n, 3 d] -> [n,
     * d]}. Inputs: qkv, with d elements of queries, d of keys and d of values in each row, and offsets.
     *
     * @param heads a divisor of d; in each of the three, head h has elements {@code h d / heads} to {@code (h + 1) d /
     *     heads}
     */
    public record Attention(int heads) implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Shape qkv = inputs[0];
            Check.that(
                    qkv.rank() >= 1 && qkv.columns() % 3 == 0,
                    () -> "attention of " + qkv + ": expected queries, keys and values [n, 3 d]");
            int d = qkv.columns() / 3;
            Check.that(
                    heads >= 1 && d % heads == 0,
                    () -> "attention with " + heads + " heads of " + qkv + ": expected a divisor of d = " + d);
            return qkv.withColumns(d);
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            Tensor normalizers = saved.floats(Shape.of(in[0].shape().rows(), 2 * heads));
            saved.keep(in[0], in[1], normalizers);
            k.attention(in[0], in[1], heads, out, normalizers);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.attentionBackward(saved.get(0), saved.get(2), grad, saved.get(1), heads, into.grad(0));
        }

        static List<Sample> samples() {
            return List.of(
                    sample("typical", 2, 5, 4, 0, 2, 5),
                    sample("one head", 1, 5, 3, 0, 5),
                    sample("a row per segment", 2, 3, 4, 0, 1, 2, 3),
                    sample("empty segments", 2, 3, 4, 0, 0, 3, 3),
                    sample("spare rows", 2, 6, 4, 0, 3, 4),
                    sample("no rows", 2, 0, 4, 0, 0),
                    sample("tails", 3, 19, 21, 0, 17, 19),
                    Sample.refused("heads", new Attention(3), "3 heads", Sample.signed(5, 12), Sample.vector(0, 5)),
                    Sample.refused("columns", new Attention(2), "[5, 8]", Sample.signed(5, 8), Sample.vector(0, 5)));
        }

        private static Sample sample(String name, int heads, int n, int d, int... offsets) {
            return Sample.of(name, new Attention(heads), Sample.signed(n, 3 * d), Sample.vector(offsets));
        }
    }
}
