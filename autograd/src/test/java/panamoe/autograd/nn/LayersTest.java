package panamoe.autograd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.GradCheck;
import panamoe.autograd.NormalizedSum;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

/** Layers compared with plain loops in double precision; only the order of additions differs. */
class LayersTest {

    private static final double TOLERANCE = 1e-12;

    private final Backend backend = new ReferenceBackend();
    private final Parameters parameters = new Parameters();
    private final Scope scope = Scope.of(parameters).child("layer");

    private Tensor random(int stream, int... dims) {
        Shape shape = Shape.of(dims);
        return Tensor.of(backend, shape, new Rng(9).uniforms(stream, shape.size(), -1, 1));
    }

    /** Gives every parameter random values, so that biases and scales matter. */
    private void allocate() {
        parameters.allocate(backend, new Rng(4));
        int stream = 100;
        for (Parameter p : parameters.list()) {
            backend.write(p.value(), new Rng(9).uniforms(stream++, p.shape().size(), -1, 1));
        }
    }

    private Context inference() {
        return Context.inference(backend, new Workspace(backend));
    }

    private double[] read(String name) {
        return backend.readDoubles(parameters.get(name).value());
    }

    @Test
    void linearIsAProductAndABias() {
        Linear linear = new Linear(scope, 3, 2);
        allocate();
        Tensor x = random(1, 4, 3);
        Context context = inference();
        double[] y =
                backend.readDoubles(linear.forward(context, context.constant(x)).value());
        assertThat(y)
                .containsExactly(
                        Naive.linear(backend.readDoubles(x), 4, read("layer.weight"), read("layer.bias")),
                        within(TOLERANCE));
        new GradCheck(backend)
                .check(parameters, c -> linear.forward(c, c.constant(x)))
                .assertBelow(1e-8);
    }

    @Test
    void layerNormMakesMeanAndDeviationOfEachRowThoseOfBiasAndWeight() {
        double eps = 1e-3;
        LayerNorm norm = new LayerNorm(scope, 5, eps);
        allocate();
        Tensor x = random(1, 3, 5);
        Context context = inference();
        double[] y =
                backend.readDoubles(norm.forward(context, context.constant(x)).value());
        double[] in = backend.readDoubles(x);
        for (int row = 0; row < 3; row++) {
            double mean = 0;
            double squares = 0;
            for (int j = 0; j < 5; j++) {
                mean += in[row * 5 + j] / 5;
                squares += in[row * 5 + j] * in[row * 5 + j] / 5;
            }
            for (int j = 0; j < 5; j++) {
                double normal = (in[row * 5 + j] - mean) / Math.sqrt(squares - mean * mean + eps);
                assertThat(y[row * 5 + j])
                        .isCloseTo(normal * read("layer.weight")[j] + read("layer.bias")[j], within(TOLERANCE));
            }
        }
        new GradCheck(backend)
                .check(parameters, c -> norm.forward(c, c.constant(x)))
                .assertBelow(1e-8);
    }

    /** With further uses of the sum, as in a residual connection, and without. */
    @Test
    void layerNormOfAResidualConnectionEqualsThatOfTheSum() {
        LayerNorm norm = new LayerNorm(scope, 5, 1e-3);
        allocate();
        Context context = inference();
        Var x = context.constant(random(1, 3, 5));
        Var delta = context.constant(random(2, 3, 5));
        NormalizedSum both = norm.forward(context, x, delta);
        assertThat(backend.readDoubles(both.sum().value()))
                .containsExactly(backend.readDoubles(x.add(delta).value()));
        assertThat(backend.readDoubles(both.normalized().value()))
                .containsExactly(
                        backend.readDoubles(norm.forward(context, x.add(delta)).value()));
        Tensor[] at = {random(1, 3, 5), random(2, 3, 5), random(3, 5), random(4, 5)};
        GradCheck check = new GradCheck(backend);
        check.check((c, v) -> v[0].addLayerNorm(v[1], v[2], v[3], 1e-3).normalized(), at)
                .assertBelow(1e-8);
        check.check(
                        (c, v) -> {
                            NormalizedSum n = v[0].addLayerNorm(v[1], v[2], v[3], 1e-3);
                            return n.sum().add(n.normalized().tanh()).add(v[0]);
                        },
                        at)
                .assertBelow(1e-8);
    }

    @Test
    void layerNormOfAResidualConnectionNeedsOneShape() {
        LayerNorm norm = new LayerNorm(scope, 5, 1e-3);
        allocate();
        Context context = inference();
        assertThatThrownBy(() ->
                        norm.forward(context, context.constant(random(1, 3, 5)), context.constant(random(2, 1, 5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("addLayerNorm of [3, 5] and [1, 5]: expected one shape [n, d]");
    }

    @Test
    void embeddingGivesTheRowsOfItsTable() {
        Embedding embedding = new Embedding(scope, 4, 2);
        allocate();
        double[] table = read("layer.weight");
        Tensor index = Tensor.ofInts(backend, Shape.of(4), 3, 0, 3, -1);
        assertThat(backend.readDoubles(embedding.forward(inference(), index).value()))
                .containsExactly(table[6], table[7], table[0], table[1], table[6], table[7], 0, 0);
        new GradCheck(backend)
                .check(parameters, c -> embedding.forward(c, index))
                .assertBelow(1e-8);
    }

    @Test
    void attentionStaysWithinEachSequenceAndSkipsSpareRows() {
        int width = 6;
        int heads = 2;
        int[] offsets = {0, 3, 3, 7};
        int rows = 9;
        SelfAttention attention = new SelfAttention(scope, width, heads);
        allocate();
        Tensor x = random(1, rows, width);
        Tensor packed = Tensor.ofInts(backend, Shape.of(offsets.length), offsets);
        Context context = inference();
        double[] y = backend.readDoubles(
                attention.forward(context, context.constant(x), packed).value());

        double[] in = backend.readDoubles(x);
        double[] qkv = Naive.linear(in, rows, read("layer.qkv.weight"), read("layer.qkv.bias"));
        double[] q = Naive.columns(qkv, rows, 0, width);
        double[] k = Naive.columns(qkv, rows, width, 2 * width);
        double[] v = Naive.columns(qkv, rows, 2 * width, 3 * width);
        double[] mixed = Naive.attention(q, k, v, rows, width, heads, offsets);
        assertThat(y)
                .containsExactly(
                        Naive.linear(mixed, rows, read("layer.output.weight"), read("layer.output.bias")),
                        within(TOLERANCE));
        new GradCheck(backend)
                .check(parameters, c -> attention.forward(c, c.constant(x), packed))
                .assertBelow(1e-8);
    }

    @Test
    void attentionNeedsAWidthThatTheHeadsDivide() {
        assertThatThrownBy(() -> new SelfAttention(scope, 6, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer.qkv")
                .hasMessageContaining("4 heads");
    }

    @Test
    void feedForwardIsTwoLinearsWithGeluBetween() {
        FeedForward ffn = new FeedForward(scope, 3, 5);
        allocate();
        Tensor x = random(1, 2, 3);
        Context context = inference();
        Var in = context.constant(x);
        Var expected = ffn.out().forward(context, ffn.in().forward(context, in).gelu());
        assertThat(backend.readDoubles(ffn.forward(context, in).value()))
                .containsExactly(backend.readDoubles(expected.value()));
        assertThat(parameters.list().collect(Parameter::toString))
                .containsExactly(
                        "layer.in.weight[3, 5]", "layer.in.bias[5]", "layer.out.weight[5, 3]", "layer.out.bias[3]");
        new GradCheck(backend)
                .check(parameters, c -> ffn.forward(c, c.constant(x)))
                .assertBelow(1e-8);
    }

    /** All layers together, with dropout, a row that belongs to no sequence and a row without a label. */
    @Test
    void anEncoderBlockHasTheGradientsOfItsParameters() {
        Embedding tokens = new Embedding(scope.child("tokens"), 5, 4);
        SelfAttention attention = new SelfAttention(scope.child("attention"), 4, 2);
        LayerNorm first = new LayerNorm(scope.child("first"), 4, 1e-5);
        FeedForward ffn = new FeedForward(scope.child("ffn"), 4, 6);
        LayerNorm second = new LayerNorm(scope.child("second"), 4, 1e-5);
        Linear head = new Linear(scope.child("head"), 4, 3);
        allocate();
        Tensor ids = Tensor.ofInts(backend, Shape.of(7), 0, 3, 1, 4, 4, 0, -1);
        Tensor offsets = Tensor.ofInts(backend, Shape.of(4), 0, 2, 5, 6);
        Tensor labels = Tensor.ofInts(backend, Shape.of(3), 2, 0, -1);
        Tensor classes = Tensor.ofInts(backend, Shape.of(3), 3, 2, 3);
        new GradCheck(backend)
                .check(parameters, c -> {
                    Var x = tokens.forward(c, ids);
                    Var y = first.forward(
                            c, x.add(attention.forward(c, x, offsets).dropout(0.2)));
                    Var z = second.forward(c, y.add(ffn.forward(c, y).dropout(0.2)));
                    return head.forward(c, z.segmentMean(offsets)).crossEntropy(labels, classes);
                })
                .assertBelow(1e-7);
    }
}
