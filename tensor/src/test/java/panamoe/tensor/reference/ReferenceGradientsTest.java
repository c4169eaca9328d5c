package panamoe.tensor.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Every backward kernel of the reference against central differences of its forward kernel. */
class ReferenceGradientsTest {

    private static final long SEED = 20_220_409;
    private static final double STEP = 1e-5;
    /** Truncation: the third derivative times STEP^2 = 1e-10; rounding: 1e-16 / STEP = 1e-11; sums of some 30 of them. */
    private static final double TOLERANCE = 1e-8;

    private final Backend k = new ReferenceBackend();
    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void relu() {
        Tensor x = normal(11);
        Tensor gy = normal(11);
        Tensor gx = zeros(11);
        k.reluBackward(x, gy, gx);
        check("relu", x, gy, gx, v -> output(11, y -> k.relu(v, y)));
    }

    @Test
    void gelu() {
        Tensor x = normal(11);
        Tensor gy = normal(11);
        Tensor gx = zeros(11);
        k.geluBackward(x, gy, gx);
        check("gelu", x, gy, gx, v -> output(11, y -> k.gelu(v, y)));
    }

    @Test
    void softmax() {
        Tensor x = normal(3, 5);
        Tensor gy = normal(3, 5);
        Tensor y = zeros(3, 5);
        k.softmax(x, y);
        Tensor gx = zeros(3, 5);
        k.softmaxBackward(y, gy, gx);
        check("softmax", x, gy, gx, v -> output(Shape.of(3, 5), out -> k.softmax(v, out)));
    }

    @Test
    void layerNorm() {
        Tensor x = normal(3, 5);
        Tensor gamma = normal(5);
        Tensor beta = normal(5);
        Tensor gy = normal(3, 5);
        Tensor mean = zeros(3);
        Tensor rstd = zeros(3);
        k.layerNorm(x, gamma, beta, 0.1, new Backend.LayerNormResult(zeros(3, 5), mean, rstd));
        Tensor gx = zeros(3, 5);
        Tensor ggamma = zeros(5);
        Tensor gbeta = zeros(5);
        k.layerNormBackward(x, gamma, mean, rstd, gy, new Backend.LayerNormGradients(gx, ggamma, gbeta));
        check("layerNorm x", x, gy, gx, v -> normalised(v, gamma, beta));
        check("layerNorm gamma", gamma, gy, ggamma, v -> normalised(x, v, beta));
        check("layerNorm beta", beta, gy, gbeta, v -> normalised(x, gamma, v));
    }

    private Tensor normalised(Tensor x, Tensor gamma, Tensor beta) {
        return output(
                Shape.of(3, 5),
                y -> k.layerNorm(x, gamma, beta, 0.1, new Backend.LayerNormResult(y, zeros(3), zeros(3))));
    }

    @Test
    void crossEntropy() {
        Tensor logits = normal(4, 5);
        Tensor labels = ints(0, 2, -1, 1);
        Tensor classes = ints(5, 3, 5, 2);
        Tensor gy = normal(4);
        Tensor probs = zeros(4, 5);
        k.crossEntropy(logits, labels, classes, zeros(4), probs);
        Tensor gx = zeros(4, 5);
        k.crossEntropyBackward(probs, labels, gy, gx);
        check(
                "crossEntropy",
                logits,
                gy,
                gx,
                v -> output(4, losses -> k.crossEntropy(v, labels, classes, losses, zeros(4, 5))));
    }

    @Test
    void groupedGemm() {
        Tensor x = normal(7, 3);
        Tensor w = normal(3, 3, 2);
        Tensor offsets = ints(1, 3, 3, 6);
        Tensor gy = normal(7, 2);
        Tensor gw = zeros(3, 3, 2);
        k.groupedGemmWeightGradient(x, gy, offsets, gw);
        check("groupedGemm w", w, gy, gw, v -> output(Shape.of(7, 2), y -> k.groupedGemm(x, v, false, offsets, y)));
        Tensor gx = zeros(7, 3);
        k.groupedGemm(gy, w, true, offsets, gx);
        check("groupedGemm x", x, gy, gx, v -> output(Shape.of(7, 2), y -> k.groupedGemm(v, w, false, offsets, y)));
    }

    @Test
    void segmentMean() {
        Tensor x = normal(7, 3);
        Tensor offsets = ints(1, 3, 3, 6);
        Tensor gy = normal(3, 3);
        Tensor gx = zeros(7, 3);
        k.segmentMeanBackward(gy, offsets, gx);
        check("segmentMean", x, gy, gx, v -> output(Shape.of(3, 3), y -> k.segmentMean(v, offsets, y)));
    }

    @Test
    void attention() {
        Tensor qkv = normal(7, 18);
        Tensor offsets = ints(0, 2, 2, 6);
        Tensor gy = normal(7, 6);
        Tensor y = zeros(7, 6);
        Tensor normalizers = zeros(7, 4);
        k.attention(qkv, offsets, 2, y, normalizers);
        Tensor gqkv = zeros(7, 18);
        k.attentionBackward(qkv, normalizers, gy, offsets, 2, gqkv);
        check(
                "attention",
                qkv,
                gy,
                gqkv,
                t -> output(Shape.of(7, 6), out -> k.attention(t, offsets, 2, out, zeros(7, 4))));
    }

    @Test
    void gatherAndScatterAreAdjoint() {
        Tensor x = normal(4, 3);
        Tensor index = ints(2, -1, 0, 2, 3);
        Tensor gy = normal(5, 3);
        Tensor gx = zeros(4, 3);
        k.scatterAddRows(gy, index, gx);
        check("gatherRows", x, gy, gx, v -> output(Shape.of(5, 3), y -> k.gatherRows(v, index, y)));

        Tensor columns = Tensor.ofInts(k, Shape.of(4, 2), 0, 2, -1, 1, 2, 2, 1, -1);
        Tensor gz = normal(4, 2);
        Tensor gc = zeros(4, 3);
        k.scatterAddColumns(gz, columns, gc);
        check("gatherColumns", x, gz, gc, v -> output(Shape.of(4, 2), y -> k.gatherColumns(v, columns, y)));
    }

    private interface Kernel {
        void run(Tensor y);
    }

    /** Compares {@code gx} with the derivative of {@code sum(gy forward(x))} with respect to each element of x. */
    private void check(String what, Tensor x, Tensor gy, Tensor gx, UnaryOperator<Tensor> forward) {
        double[] values = k.readDoubles(x);
        double[] upstream = k.readDoubles(gy);
        double[] gradient = k.readDoubles(gx);
        for (int i = 0; i < values.length; i++) {
            double expected =
                    (shifted(x, values, i, STEP, upstream, forward) - shifted(x, values, i, -STEP, upstream, forward))
                            / (2 * STEP);
            assertThat(gradient[i])
                    .as("%s element %d (seed %d)", what, i, SEED)
                    .isCloseTo(expected, Offset.offset(TOLERANCE));
        }
    }

    private double shifted(
            Tensor x, double[] values, int i, double step, double[] upstream, UnaryOperator<Tensor> forward) {
        double[] moved = values.clone();
        moved[i] += step;
        double[] y = k.readDoubles(forward.apply(Tensor.of(k, x.shape(), moved)));
        double sum = 0;
        for (int j = 0; j < y.length; j++) {
            sum += y[j] * upstream[j];
        }
        return sum;
    }

    private Tensor output(int n, Kernel kernel) {
        return output(Shape.of(n), kernel);
    }

    private Tensor output(Shape shape, Kernel kernel) {
        Tensor y = Tensor.zeros(k, DType.F64, shape);
        kernel.run(y);
        return y;
    }

    private Tensor normal(int... dims) {
        Shape shape = Shape.of(dims);
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return Tensor.of(k, shape, values);
    }

    private Tensor zeros(int... dims) {
        return Tensor.zeros(k, DType.F64, Shape.of(dims));
    }

    private Tensor ints(int... values) {
        return Tensor.ofInts(k, Shape.of(values.length), values);
    }
}
