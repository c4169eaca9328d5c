package panamoe.autograd;

import java.util.List;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Operations that compute each output element on its own. In the formulas {@code g} is the output's gradient. */
public final class ElementwiseOps {

    private ElementwiseOps() {}

    /** An operation on two operands that stretch to the output's shape ({@link Shape#broadcast}). */
    private interface Binary extends Op {
        @Override
        default Shape infer(Shape... inputs) {
            return Shape.broadcast(inputs[0], inputs[1]);
        }

        @Override
        default boolean stretches() {
            return true;
        }
    }

    /** An operation on one operand with an output of the same shape. */
    private interface Unary extends Op {
        @Override
        default Shape infer(Shape... inputs) {
            return inputs[0];
        }
    }

    /** {@code y = a + b}; {@code ga = g, gb = g}. */
    public record Add() implements Binary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            k.add(in[0], in[1], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            if (into.needs(0)) {
                into.pass(0);
            }
            if (into.needs(1)) {
                into.pass(1);
            }
        }

        static List<Sample> samples() {
            return Samples.binary(new Add());
        }
    }

    /** {@code y = a - b}; {@code ga = g, gb = -g}. */
    public record Sub() implements Binary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            k.sub(in[0], in[1], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            if (into.needs(0)) {
                into.pass(0);
            }
            if (into.needs(1)) {
                k.affine(-1, grad, 0, into.grad(1));
            }
        }

        static List<Sample> samples() {
            return Samples.binary(new Sub());
        }
    }

    /** {@code y = a b}; {@code ga = g b, gb = g a}. */
    public record Mul() implements Binary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[0], in[1]);
            k.mul(in[0], in[1], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            if (into.needs(0)) {
                k.mul(grad, saved.get(1), into.grad(0));
            }
            if (into.needs(1)) {
                k.mul(grad, saved.get(0), into.grad(1));
            }
        }

        static List<Sample> samples() {
            return Samples.binary(new Mul());
        }
    }

    /** {@code y = a / b}; {@code ga = g / b, gb = -g y / b}. */
    public record Div() implements Binary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[1], out);
            k.div(in[0], in[1], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor b = saved.get(0);
            Tensor y = saved.get(1);
            if (into.needs(0)) {
                k.div(grad, b, into.grad(0));
            }
            if (into.needs(1)) {
                Tensor gb = into.grad(1);
                Tensor slope = saved.floats(y.shape());
                k.div(y, b, gb);
                k.affine(-1, gb, 0, slope);
                k.mul(grad, slope, gb);
            }
        }

        static List<Sample> samples() {
            return Samples.binary(new Div(), Sample.positive());
        }
    }

    /** {@code y = scale x + shift}; {@code gx = scale g}. */
    public record Affine(double scale, double shift) implements Unary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            k.affine(scale, in[0], shift, out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.affine(scale, grad, 0, into.grad(0));
        }

        static List<Sample> samples() {
            return Samples.unary(new Affine(-0.75, 2), Sample.signed());
        }
    }

    /** {@code y = e^x}; {@code gx = g y}. */
    public record Exp() implements Unary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(out);
            k.exp(in[0], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.mul(grad, saved.get(0), into.grad(0));
        }

        static List<Sample> samples() {
            return Samples.unary(new Exp(), Sample.signed());
        }
    }

    /** {@code y = ln x}; {@code gx = g / x}. */
    public record Log() implements Unary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[0]);
            k.log(in[0], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.div(grad, saved.get(0), into.grad(0));
        }

        static List<Sample> samples() {
            return Samples.unary(new Log(), Sample.positive());
        }
    }

    /** {@code y = sqrt x}; {@code gx = g / (2 y)}. */
    public record Sqrt() implements Unary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(out);
            k.sqrt(in[0], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor twice = saved.floats(grad.shape());
            k.affine(2, saved.get(0), 0, twice);
            k.div(grad, twice, into.grad(0));
        }

        static List<Sample> samples() {
            return Samples.unary(new Sqrt(), Sample.positive());
        }
    }

    /** {@code y = tanh x}; {@code gx = g (1 - y^2)}. */
    public record Tanh() implements Unary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(out);
            k.tanh(in[0], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor y = saved.get(0);
            Tensor gx = into.grad(0);
            Tensor slope = saved.floats(y.shape());
            k.mul(y, y, gx);
            k.affine(-1, gx, 1, slope);
            k.mul(grad, slope, gx);
        }

        static List<Sample> samples() {
            return Samples.unary(new Tanh(), Sample.signed());
        }
    }

    /** {@code y = 1 / (1 + e^-x)}; {@code gx = g y (1 - y)}. */
    public record Sigmoid() implements Unary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(out);
            k.sigmoid(in[0], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor y = saved.get(0);
            Tensor gx = into.grad(0);
            Tensor slope = saved.floats(y.shape());
            k.affine(-1, y, 1, gx);
            k.mul(y, gx, slope);
            k.mul(grad, slope, gx);
        }

        static List<Sample> samples() {
            return Samples.unary(new Sigmoid(), Sample.signed());
        }
    }

    /** {@code y = max(x, 0)}; {@code gx = g where x > 0, else 0}. */
    public record Relu() implements Unary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[0]);
            k.relu(in[0], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.reluBackward(saved.get(0), grad, into.grad(0));
        }

        static List<Sample> samples() {
            return Samples.unary(new Relu(), Sample.signed());
        }
    }

    /** {@code y = x Phi(x)} (Hendrycks and Gimpel 2016, eq. 1); {@code gx = g (Phi(x) + x phi(x))}. */
    public record Gelu() implements Unary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[0]);
            k.gelu(in[0], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.geluBackward(saved.get(0), grad, into.grad(0));
        }

        static List<Sample> samples() {
            return Samples.unary(new Gelu(), Sample.signed());
        }
    }

    /**
     * {@code y = Phi(x)}, the distribution function of the standard normal; {@code gx = g phi(x)}. GELU's slope is
     * {@code Phi(x) + x phi(x)}, so this operation needs no kernel of its own.
     */
    public record NormalCdf() implements Unary {
        private static final double LOG_DENSITY_AT_0 = -0.5 * Math.log(2 * Math.PI);

        /**
         * The square of x beyond which the density is 0, even in double precision; {@code x phi(x)} counts as 0 there.
         */
        private static final double FAR = 40 * 40;

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            Tensor x = in[0];
            Tensor density = saved.floats(x.shape());
            Tensor one = saved.floats(x.shape());
            Tensor slope = saved.floats(x.shape());
            saved.keep(density);
            k.mul(x, x, out);
            k.affine(-0.5, out, LOG_DENSITY_AT_0, slope);
            k.exp(slope, density);
            k.affine(-1, out, FAR, slope);
            k.reluBackward(slope, x, one);
            Tensor second = saved.floats(x.shape());
            k.mul(one, density, second);
            k.fill(1, one);
            k.geluBackward(x, one, slope);
            k.sub(slope, second, out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.mul(grad, saved.get(0), into.grad(0));
        }

        static List<Sample> samples() {
            return Samples.unary(new NormalCdf(), Sample.signed());
        }
    }

    /** {@code y = x^2}; {@code gx = 2 g x}. */
    public record Square() implements Unary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[0]);
            k.mul(in[0], in[0], out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor half = saved.floats(grad.shape());
            k.mul(grad, saved.get(0), half);
            k.affine(2, half, 0, into.grad(0));
        }

        static List<Sample> samples() {
            return Samples.unary(new Square(), Sample.signed());
        }
    }

    /**
     * Inverted dropout (Srivastava et al. 2014): an element is 0 with probability {@code rate}, else {@code x / (1 -
     * rate)}; the gradient gets the same mask, recomputed from the same random numbers. Inputs: x, key {@code I32[3]}
     * of {@link Context#dropoutKey}.
     *
     * @param rate in [0, 1)
     * @param stream a different number for each dropout of a step, so that their masks differ
     */
    public record Dropout(double rate, int stream) implements Unary {
        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            saved.keep(in[1]);
            k.dropout(in[0], rate, in[1], stream, out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            k.dropout(grad, rate, saved.get(0), stream, into.grad(0));
        }

        static List<Sample> samples() {
            Op op = new Dropout(0.4, 3);
            Sample.Input key = Sample.ints(Shape.of(3), 11, 12, 13);
            return List.of(
                    Sample.of("typical", op, Sample.signed(2, 3), key),
                    Sample.of("scalar", op, Sample.signed(), key),
                    Sample.of("zero-size", op, Sample.signed(0, 3), key),
                    Sample.of("tail", op, Sample.signed(5, 19), key),
                    Sample.of("rate 0", new Dropout(0, 0), Sample.signed(7), key),
                    Sample.refused("rate 1", new Dropout(1, 0), "rate 1.0", Sample.signed(7), key));
        }
    }
}
