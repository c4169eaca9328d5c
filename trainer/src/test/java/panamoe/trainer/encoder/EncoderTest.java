package panamoe.trainer.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.moe.Experts;
import panamoe.moe.MoeLayer;
import panamoe.moe.Rows;
import panamoe.moe.SharedGate;
import panamoe.moe.TopK;
import panamoe.moe.Upcycle;
import panamoe.moe.Weighting;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

class EncoderTest {

    private static final long SEED = 11;
    private static final int EXPERTS = 8;
    private static final int REAL_ROWS =
            TinyBert.SEQUENCES.stream().mapToInt(TokenIds::size).sum();

    private final ReferenceBackend backend = new ReferenceBackend();
    private final BertWeights weights = TinyBert.weights(SEED);
    private final FrozenEncoder below = new FrozenEncoder(backend, weights, 1);

    @Test
    void frozenAndTrainedLayersTogetherEqualTheWholeEncoder() {
        Context ctx = inference();
        PackedTokens tokens = PackedTokens.of(ctx, TinyBert.SEQUENCES);
        Encoder above = dense(new Parameters());
        Var split = above.forward(ctx, below.forward(ctx, tokens), tokens.offsets(), null)
                .hidden();
        Var whole = new FrozenEncoder(backend, weights, 3).forward(ctx, tokens);

        assertThat(doubles(split)).containsExactly(doubles(whole)); // the same operations on the same numbers
    }

    @Test
    void packedSequencesAreIndependent() {
        Context ctx = inference();
        double[] packed = doubles(below.forward(ctx, PackedTokens.of(ctx, TinyBert.SEQUENCES)));
        int row = 0;
        for (TokenIds sequence : TinyBert.SEQUENCES) {
            double[] alone = doubles(below.forward(ctx, PackedTokens.of(ctx, List.of(sequence))));
            int length = sequence.size() * below.width();
            assertThat(Arrays.copyOfRange(packed, row * below.width(), row * below.width() + length))
                    .containsExactly(Arrays.copyOf(alone, length));
            row += sequence.size();
        }
    }

    @Test
    void featuresAreTheRowsOfEachSequence() {
        Context ctx = inference();
        double[] rows = doubles(below.forward(ctx, PackedTokens.of(ctx, TinyBert.SEQUENCES)));
        List<float[]> features = below.features(TinyBert.SEQUENCES);

        int start = 0;
        for (int s = 0; s < features.size(); s++) {
            float[] given = features.get(s);
            assertThat(given).hasSize(TinyBert.SEQUENCES.get(s).size() * below.width());
            for (float value : given) {
                assertThat(value).isEqualTo((float) rows[start++]);
            }
        }
    }

    @Test
    void onlyTheTrainedLayersAreRecorded() {
        Parameters parameters = new Parameters();
        Encoder above = dense(parameters);
        Context ctx = Context.training(backend, new Workspace(backend), parameters, null);
        PackedTokens tokens = PackedTokens.of(ctx, TinyBert.SEQUENCES);
        Var x = below.forward(ctx, tokens);

        assertThat(x.isDifferentiable()).isFalse();
        assertThat(above.forward(ctx, x, tokens.offsets(), null).hidden().isDifferentiable())
                .isTrue();
        assertThat(parameters.list()).hasSize(2 * 12).allMatch(Parameter::isTrainable);
    }

    /** Compares with central differences in double; with a step of 1e-5 their error is about 1e-9. */
    @Test
    void gradientsReachEveryTrainedParameter() {
        Parameters parameters = new Parameters();
        Encoder above = dense(parameters);
        Workspace workspace = new Workspace(backend);
        double loss = loss(Context.training(backend, workspace, parameters, null), above, true);
        double[] gradients = backend.readDoubles(parameters.gradients());
        double[] values = backend.readDoubles(parameters.values());

        assertThat(loss).isFinite();
        for (Parameter parameter : parameters.list()) {
            int element = parameter.offset() + parameter.shape().size() / 2;
            double step = 1e-5;
            double slope = (lossWith(values, element, step, parameters, above, workspace)
                            - lossWith(values, element, -step, parameters, above, workspace))
                    / (2 * step);
            assertThat(gradients[element])
                    .as("gradient of %s, element %d (seed %d)", parameter, element, SEED)
                    .isCloseTo(slope, within(1e-7));
        }
    }

    @Test
    void mixturesOfUpcycledExpertsEqualTheDenseEncoder() {
        Parameters parameters = new Parameters();
        FeedForwardBlock.Factory mixture = (scope, dense) -> {
            Scope moe = scope.child("moe").fresh();
            Experts.Start copies = Upcycle.start(dense.weight1(), dense.bias1(), dense.weight2(), dense.bias2(), 0);
            return new FeedForwardBlock.Sparse(new MoeLayer(
                    new SharedGate(moe.child("gate"), dense.width(), EXPERTS, 1),
                    new TopK(1, Weighting.UNIT),
                    new Experts(moe.child("experts"), EXPERTS, dense.width(), dense.hidden(), copies)));
        };
        Encoder sparse = new Encoder(Scope.of(parameters), weights, 1, 3, layer -> mixture);
        parameters.allocate(backend, new Rng(SEED));
        Encoder dense = dense(new Parameters());
        Context ctx = inference();
        PackedTokens tokens = PackedTokens.of(ctx, TinyBert.SEQUENCES);
        Var x = below.forward(ctx, tokens);

        Encoder.Output output = sparse.forward(ctx, x, tokens.offsets(), rows(ctx, tokens));

        assertThat(output.sparse()).hasSize(2);
        int[] experts = backend.readInts(output.sparse().getFirst().routing().experts());
        assertThat(Arrays.stream(experts).distinct().count())
                .as("experts in use, and -1 for padding rows (seed %d)", SEED)
                .isGreaterThan(2);
        double[] expected =
                doubles(dense.forward(ctx, x, tokens.offsets(), null).hidden());
        double[] actual = doubles(output.hidden());
        for (int i = 0; i < REAL_ROWS * below.width(); i++) { // padding rows are routed to no expert
            assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-12));
        }
    }

    @Test
    void refusesInvalidArguments() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FrozenEncoder(backend, weights, 4))
                .withMessage("4 frozen layers: expected 0 to the encoder's 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Encoder(
                        Scope.of(new Parameters()), weights, 2, 2, layer -> FeedForwardBlock.Factory.dense()))
                .withMessage("encoder layers 2 to 2 (exclusive): expected a range within 0 to 3");
        Context ctx = inference();
        TokenIds tooLong = new TokenIds(IntLists.immutable.with(new int[13]), 13);
        PackedTokens tokens = PackedTokens.of(ctx, List.of(tooLong));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> below.forward(ctx, tokens))
                .withMessage("a sequence of 13 tokens: this encoder takes at most 12");
    }

    private double lossWith(
            double[] values, int element, double step, Parameters parameters, Encoder above, Workspace workspace) {
        double[] moved = values.clone();
        moved[element] += step;
        backend.write(parameters.values(), moved);
        return loss(Context.inference(backend, workspace), above, false);
    }

    /** A weighted sum of each sequence's mean row. */
    private double loss(Context ctx, Encoder above, boolean backward) {
        PackedTokens tokens = PackedTokens.of(ctx, TinyBert.SEQUENCES);
        Var means = above.forward(ctx, below.forward(ctx, tokens), tokens.offsets(), null)
                .hidden()
                .segmentMean(tokens.offsets());
        double[] factors = new Rng(SEED).normals(1, means.shape().size(), 0, 1);
        Var loss = means.mul(ctx.constant(Tensor.of(backend, means.shape(), factors)))
                .sum();
        if (backward) {
            ctx.backward(loss);
        }
        return backend.readDoubles(loss.value())[0];
    }

    private Encoder dense(Parameters parameters) {
        Encoder encoder = new Encoder(Scope.of(parameters), weights, 1, 3, layer -> FeedForwardBlock.Factory.dense());
        parameters.allocate(backend, new Rng(SEED));
        return encoder;
    }

    private Rows rows(Context ctx, PackedTokens tokens) {
        int count = tokens.ids().size();
        int[] task = new int[count];
        double[] weight = new double[count];
        Arrays.fill(task, REAL_ROWS, count, -1);
        Arrays.fill(weight, 0, REAL_ROWS, 1.0 / REAL_ROWS);
        return new Rows(
                Tensor.ofInts(backend, Shape.of(count), task),
                Tensor.ofInts(backend, Shape.of(2), 0, REAL_ROWS),
                Tensor.of(backend, Shape.of(1, count), weight));
    }

    private Context inference() {
        return Context.inference(backend, new Workspace(backend));
    }

    private double[] doubles(Var x) {
        return backend.readDoubles(x.value());
    }
}
