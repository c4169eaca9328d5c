package panamoe.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

class DropoutTest {

    private static final int N = 20_000;
    private static final double RATE = 0.3;

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = new Workspace(backend);
    private final Parameters none = new Parameters();

    DropoutTest() {
        none.allocate(backend, new Rng(1));
    }

    private Context step(int number) {
        Tensor key = Tensor.ofInts(backend, Shape.of(3), Context.dropoutKey(new Rng(77), number));
        return Context.training(backend, workspace, none, key);
    }

    private Var ones(Context context) {
        Tensor ones = Tensor.zeros(backend, backend.floatType(), Shape.of(N));
        backend.fill(1, ones);
        return context.variable(ones);
    }

    @Test
    void dropsTheRateAndKeepsTheMean() {
        double[] y = backend.readDoubles(ones(step(0)).dropout(RATE).value());
        // both are binomial means: standard error sqrt(.3 * .7 / 20000) = .0032, for the mean 1 / .7 times that
        double dropped = DoubleStream.of(y).filter(v -> v == 0).count() / (double) N;
        assertThat(dropped).isCloseTo(RATE, within(4 * 0.0032));
        assertThat(DoubleStream.of(y).average().orElseThrow()).isCloseTo(1, within(4 * 0.0032 / 0.7));
        assertThat(DoubleStream.of(y).filter(v -> v != 0).distinct().toArray()).containsExactly(1 / (1 - RATE));
    }

    @Test
    void theGradientGoesThroughTheSameMask() {
        Context context = step(0);
        Var x = ones(context);
        Var y = x.dropout(RATE);
        context.backward(y.sum());
        assertThat(backend.readDoubles(context.gradient(x))).containsExactly(backend.readDoubles(y.value()));
    }

    @Test
    void eachDropoutAndEachStepHasItsOwnMaskAndAStepCanBeRepeated() {
        Context context = step(0);
        double[] first = backend.readDoubles(ones(context).dropout(RATE).value());
        double[] secondDropout = backend.readDoubles(ones(context).dropout(RATE).value());
        double[] nextStep = backend.readDoubles(ones(step(1)).dropout(RATE).value());
        double[] again = backend.readDoubles(ones(step(0)).dropout(RATE).value());
        assertThat(secondDropout).isNotEqualTo(first);
        assertThat(nextStep).isNotEqualTo(first).isNotEqualTo(secondDropout);
        assertThat(again).containsExactly(first);
    }

    @Test
    void isOffInInferenceAndAtRateZero() {
        Var inference = ones(Context.inference(backend, workspace));
        assertThat(inference.dropout(RATE)).isSameAs(inference);
        Var kept = ones(step(0));
        assertThat(kept.dropout(0)).isSameAs(kept);
        assertThatThrownBy(() -> kept.dropout(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rate 1.0");
    }

    /** Without the refusal, a model could train without the dropout in its settings and nothing would show it. */
    @Test
    void isRefusedInATrainingStepWithoutAKey() {
        Var training = ones(Context.training(backend, workspace, none, null));
        assertThatThrownBy(() -> training.dropout(RATE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "dropout: rate 0.3 in a training step without random numbers: give Context.training the key of"
                                + " Context.dropoutKey, or set the rate to 0");
        assertThat(training.dropout(0)).isSameAs(training);
    }
}
