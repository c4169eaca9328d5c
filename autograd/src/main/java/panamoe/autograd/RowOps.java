package panamoe.autograd;

import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Operations over the rows of a matrix. */
public final class RowOps {

    private RowOps() {}

    /** {@code y[n, d] = softmax of each row of x[n, d]}; {@code gx = y (g - sum_j g_j y_j)} per row. */
    public record Softmax() implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            return inputs[0];
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(out);
            k.softmax(in[0], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.softmaxBackward(saved.get(0), grad, into.grad(0));
        }

        static List<Sample> samples() {
            Op op = new Softmax();
            return List.of(
                    Sample.of("typical", op, Sample.signed(2, 3)),
                    Sample.of("scalar", op, Sample.signed()),
                    Sample.of("rank 3", op, Sample.signed(2, 3, 4)),
                    Sample.of("one column", op, Sample.signed(4, 1)),
                    Sample.of("no rows", op, Sample.signed(0, 3)),
                    Sample.of("tail", op, Sample.signed(5, 35)),
                    Sample.of("large values", op, Sample.floats(90, 110, 3, 8)),
                    Sample.refused("integers", op, "I32", Sample.vector(1, 2)));
        }
    }

    /**
     * Layer normalisation (Ba et al. 2016): {@code y = (x - mean) / sqrt(variance + eps) * gamma + beta} per row.
     * Inputs: x {@code [n, d]}, gamma {@code [d]}, beta {@code [d]}.
     */
    public record LayerNorm(double eps) implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Shape row = Shape.of(inputs[0].columns());
            Check.that(
                    inputs[0].rank() >= 1 && inputs[1].equals(row) && inputs[2].equals(row),
                    () -> "layerNorm of " + inputs[0] + " with gamma " + inputs[1] + " and beta " + inputs[2]
                            + ": expected [n, d], [d] and [d]");
            return inputs[0];
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            Shape rows = Shape.of(in[0].shape().rows());
            Tensor mean = saved.floats(rows);
            Tensor rstd = saved.floats(rows);
            saved.keep(in[0], in[1], mean, rstd);
            k.layerNorm(in[0], in[1], in[2], eps, new Backend.LayerNormResult(out, mean, rstd));
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor x = saved.get(0);
            Tensor gamma = saved.get(1);
            Tensor mean = saved.get(2);
            Tensor rstd = saved.get(3);
            Tensor present = into.needs(0) ? into.present(0) : null;
            Tensor ggamma = into.needs(1) ? into.grad(1) : saved.floats(gamma.shape());
            Tensor gbeta = into.needs(2) ? into.grad(2) : saved.floats(gamma.shape());
            if (present != null) {
                Backend.LayerNormGradients out = new Backend.LayerNormGradients(present, ggamma, gbeta);
                k.layerNormBackwardAdd(x, gamma, mean, rstd, grad, out);
            } else {
                Tensor gx = into.needs(0) ? into.grad(0) : saved.floats(x.shape());
                k.layerNormBackward(x, gamma, mean, rstd, grad, new Backend.LayerNormGradients(gx, ggamma, gbeta));
            }
        }

        static List<Sample> samples() {
            Op op = new LayerNorm(1e-5);
            return List.of(
                    Sample.of("typical", op, Sample.signed(3, 4), Sample.signed(4), Sample.signed(4)),
                    Sample.of("one row", op, Sample.signed(5), Sample.signed(5), Sample.signed(5)),
                    Sample.of("rank 3", op, Sample.signed(2, 3, 4), Sample.signed(4), Sample.signed(4)),
                    Sample.of("no rows", op, Sample.signed(0, 4), Sample.signed(4), Sample.signed(4)),
                    Sample.of("tail", op, Sample.signed(5, 35), Sample.signed(35), Sample.signed(35)),
                    Sample.refused("gamma", op, "gamma [3]", Sample.signed(3, 4), Sample.signed(3), Sample.signed(4)),
                    Sample.refused(
                            "eps",
                            new LayerNorm(-1),
                            "eps -1.0",
                            Sample.signed(3, 4),
                            Sample.signed(4),
                            Sample.signed(4)));
        }
    }

    /**
     * A residual connection and the layer normalisation after it: {@code sum = a + b} and {@code LayerNorm(sum)}.
     * Inputs: a and b {@code [n, d]}, gamma and beta {@code [d]}. In the backward pass, the norm adds to the gradient
     * of the sum from its other uses, and the addition passes the result to both inputs.
     */
    record AddLayerNorm(double eps) implements OpPair {
        @Override
        public Op first() {
            return new ElementwiseOps.Add();
        }

        @Override
        public Op second() {
            return new LayerNorm(eps);
        }

        @Override
        public int inputsOfFirst() {
            return 2;
        }

        @Override
        public Shape infer(Shape... inputs) {
            Check.that(
                    inputs[0].equals(inputs[1]),
                    () -> "addLayerNorm of " + inputs[0] + " and " + inputs[1] + ": expected one shape [n, d]");
            return new LayerNorm(eps).infer(inputs[0], inputs[2], inputs[3]);
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor sum, Tensor normalized, Saved keptByAdd, Saved keptByNorm) {
            Shape rows = Shape.of(sum.shape().rows());
            Tensor mean = keptByNorm.floats(rows);
            Tensor rstd = keptByNorm.floats(rows);
            keptByNorm.keep(sum, in[2], mean, rstd);
            Backend.LayerNormResult out = new Backend.LayerNormResult(normalized, mean, rstd);
            k.addLayerNorm(in[0], in[1], in[2], in[3], eps, sum, out);
        }
    }

    /**
     * Softmax cross-entropy per row: {@code losses[n] = -ln softmax(logits[n])[labels[n]]}. Inputs: logits {@code [n,
     * c]}, labels {@code I32[n]} (-1: the row's loss is 0), classes {@code I32[n]} (the number of the row's logits that
     * softmax covers). {@code gx = g (softmax - onehot)}.
     */
    public record CrossEntropy() implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            Shape logits = inputs[0];
            Shape rows = logits.dropLast();
            Check.that(
                    logits.rank() >= 1 && inputs[1].equals(rows) && inputs[2].equals(rows),
                    () -> "crossEntropy of " + logits + " with labels " + inputs[1] + " and classes " + inputs[2]
                            + ": expected [n, c], [n] and [n]");
            return rows;
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            Tensor probabilities = saved.floats(in[0].shape());
            saved.keep(probabilities, in[1]);
            k.crossEntropy(in[0], in[1], in[2], out, probabilities);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.crossEntropyBackward(saved.get(0), saved.get(1), grad, into.grad(0));
        }

        static List<Sample> samples() {
            Op op = new CrossEntropy();
            return List.of(
                    Sample.of("typical", op, Sample.signed(3, 4), Sample.vector(0, 3, 1), Sample.vector(4, 4, 4)),
                    Sample.of("fewer classes", op, Sample.signed(3, 4), Sample.vector(0, 1, 2), Sample.vector(1, 2, 3)),
                    Sample.of("no label", op, Sample.signed(3, 4), Sample.vector(-1, 3, -1), Sample.vector(4, 4, 2)),
                    Sample.of("no rows", op, Sample.signed(0, 4), Sample.vector(), Sample.vector()),
                    Sample.of("tail", op, Sample.signed(3, 35), Sample.vector(0, 34, 20), Sample.vector(35, 35, 33)),
                    Sample.refused(
                            "labels",
                            op,
                            "labels [2]",
                            Sample.signed(3, 4),
                            Sample.vector(0, 3),
                            Sample.vector(4, 4, 4)),
                    Sample.refused(
                            "floating labels",
                            op,
                            "expected I32",
                            Sample.signed(3, 4),
                            Sample.signed(3),
                            Sample.vector(4, 4, 4)));
        }
    }
}
