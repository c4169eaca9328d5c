package panamoe.autograd;

import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Operations that each replace two others. They do not keep the intermediate result; their vjp recomputes it. */
public final class FusedOps {

    private FusedOps() {}

    /** {@code y = gelu(x + bias)}. Inputs: x {@code [n, d]}, bias {@code [d]}. */
    public record BiasGelu() implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Check.that(
                    inputs[0].rank() >= 1 && inputs[1].equals(Shape.of(inputs[0].columns())),
                    () -> "biasGelu of " + inputs[0] + " and " + inputs[1] + ": expected [n, d] and [d]");
            return inputs[0];
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[0], in[1]);
            k.biasGelu(in[0], in[1], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor x = saved.get(0);
            Tensor bias = saved.get(1);
            k.biasGeluBackward(
                    x,
                    bias,
                    grad,
                    into.needs(0) ? into.grad(0) : saved.floats(x.shape()),
                    into.needs(1) ? into.grad(1) : saved.floats(bias.shape()));
        }

        static List<Sample> samples() {
            Op op = new BiasGelu();
            return List.of(
                    Sample.of("typical", op, Sample.signed(2, 3), Sample.signed(3)),
                    Sample.of("one row", op, Sample.signed(5), Sample.signed(5)),
                    Sample.of("rank 3", op, Sample.signed(2, 3, 4), Sample.signed(4)),
                    Sample.of("no rows", op, Sample.signed(0, 3), Sample.signed(3)),
                    Sample.of("tail", op, Sample.signed(5, 35), Sample.signed(35)),
                    Sample.refused("bias", op, "[n, d] and [d]", Sample.signed(2, 3), Sample.signed(1, 3)));
        }
    }

    /**
     * {@code y[r] = gelu(x[r] + bias[s])} for the rows of segment s, 0 for padding rows. Inputs: x {@code [n, d]}, bias
     * {@code [S, d]}, offsets {@code I32[S + 1]}.
     */
    public record SegmentBiasGelu() implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            return new SegmentOps.AddSegmentBias().infer(inputs);
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[0], in[1], in[2]);
            k.segmentBiasGelu(in[0], in[1], in[2], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor x = saved.get(0);
            Tensor bias = saved.get(1);
            k.segmentBiasGeluBackward(
                    x,
                    bias,
                    saved.get(2),
                    grad,
                    into.needs(0) ? into.grad(0) : saved.floats(x.shape()),
                    into.needs(1) ? into.grad(1) : saved.floats(bias.shape()));
        }

        static List<Sample> samples() {
            Op op = new SegmentBiasGelu();
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
}
