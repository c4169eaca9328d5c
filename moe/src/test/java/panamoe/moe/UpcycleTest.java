package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;

class UpcycleTest {

    private static final int D = 24;
    private static final int HIDDEN = 56;
    private static final int EXPERTS = 8;
    private static final int[] TASK = {0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2};

    private final float[] w1 = floats(1, D * HIDDEN);
    private final float[] b1 = floats(2, HIDDEN);
    private final float[] w2 = floats(3, HIDDEN * D);
    private final float[] b2 = floats(4, D);

    private static float[] floats(int stream, int n) {
        double[] values = new Rng(7).normals(stream, n, 0, 0.2);
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }

    private MoeLayer layer(Parameters parameters, double noise) {
        return new MoeLayer(
                new TaskGate(Scope.of(parameters).child("gate"), 3, D, EXPERTS, 0.02, 1),
                new TopK(1, Weighting.UNIT),
                new Experts(
                        Scope.of(parameters).child("experts"),
                        EXPERTS,
                        D,
                        HIDDEN,
                        Upcycle.start(w1, b1, w2, b2, noise)));
    }

    private Var dense(Context ctx, Parameters p, Var x) {
        return x.matmul(ctx.parameter(p.get("w1")))
                .add(ctx.parameter(p.get("b1")))
                .gelu()
                .matmul(ctx.parameter(p.get("w2")))
                .add(ctx.parameter(p.get("b2")));
    }

    /** The sums run in the same order and the weight is exactly 1, so 1e-6 is generous. */
    @ParameterizedTest
    @ValueSource(strings = {"reference", "auto", "scalar"})
    void withoutNoiseItEqualsTheDenseNetwork(String name) {
        try (Backend backend = Backends.create(name, 2)) {
            Parameters p = new Parameters();
            MoeLayer layer = layer(p, 0);
            p.add("w1", Shape.of(D, HIDDEN), Init.of(w1));
            p.add("b1", Shape.of(HIDDEN), Init.of(b1));
            p.add("w2", Shape.of(HIDDEN, D), Init.of(w2));
            p.add("b2", Shape.of(D), Init.of(b2));
            p.allocate(backend, new Rng(5));
            Context ctx = Context.inference(backend, new Workspace(backend));
            Var x = ctx.constant(
                    Tensor.of(backend, Shape.of(TASK.length, D), new Rng(6).normals(0, TASK.length * D, 0, 1)));
            MoeLayer.Output sparse = layer.forward(ctx, x, TestRows.of(backend, 3, TASK));
            double[] expected = backend.readDoubles(dense(ctx, p, x).value());
            assertThat(backend.readDoubles(sparse.y().value())).containsExactly(expected, within(1e-6));
            // more than one expert must take part, else the equality would prove little
            assertThat(backend.readInts(sparse.routing().experts())).isNotEmpty();
            assertThat(java.util.Arrays.stream(backend.readInts(sparse.routing().experts()))
                            .distinct()
                            .count())
                    .isGreaterThan(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "auto"})
    void theTaskLossAloneReachesTheGate(String name) {
        try (Backend backend = Backends.create(name, 1)) {
            Parameters p = new Parameters();
            MoeLayer layer = layer(p, 0.01);
            p.allocate(backend, new Rng(5));
            Context ctx = Context.training(backend, new Workspace(backend), p, null);
            Var x = ctx.constant(
                    Tensor.of(backend, Shape.of(TASK.length, D), new Rng(6).normals(0, TASK.length * D, 0, 1)));
            MoeLayer.Output out = layer.forward(ctx, x, TestRows.of(backend, 3, TASK));
            ctx.backward(out.y().square().mean());
            double[] g = backend.readDoubles(p.get("gate.weight").gradient());
            for (int task = 0; task < 3; task++) {
                double norm = 0;
                for (int i = task * D * EXPERTS; i < (task + 1) * D * EXPERTS; i++) {
                    norm += g[i] * g[i];
                }
                assertThat(Math.sqrt(norm)).as("gate gradient of task %d", task).isGreaterThan(1e-4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1})
    void noiseIsRelativeToTheDeviationOfTheDenseWeights(double noise) {
        Shape shape = Shape.of(EXPERTS, D, HIDDEN);
        double[] out = Upcycle.copies(w1, noise).values(shape, new Rng(11));
        double sum = 0;
        double dense = 0;
        for (int i = 0; i < out.length; i++) {
            double difference = out[i] - w1[i % w1.length];
            sum += difference * difference;
            dense += w1[i % w1.length] * w1[i % w1.length];
        }
        // 10,752 draws: the deviation's own standard error is 0.7 %, so 5 % is seven of them
        assertThat(Math.sqrt(sum / dense)).isCloseTo(noise, within(0.05 * noise));
    }
}
