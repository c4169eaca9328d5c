package panamoe.autograd.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.reference.ReferenceBackend;

class ScopeTest {

    private final Backend backend = new ReferenceBackend();
    private final Parameters parameters = new Parameters();

    @Test
    void aLayerMayBeTrainedFrozenOrPretrained() {
        Map<String, float[]> weights =
                Map.of("encoder.0.in.weight", new float[] {1, 2, 3, 4, 5, 6}, "encoder.0.in.bias", new float[] {7, 8});
        Scope model = Scope.of(parameters);
        Linear lower = new Linear(
                model.child("encoder.0").pretrained(weights::get).frozen().child("in"), 3, 2);
        Linear head = new Linear(model.child("head"), 2, 2);
        parameters.allocate(backend, new Rng(1));
        assertThat(backend.readDoubles(lower.weight().value())).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(backend.readDoubles(lower.bias().value())).containsExactly(7, 8);
        assertThat(lower.weight().isTrainable()).isFalse();
        assertThat(head.weight().isTrainable()).isTrue();
        assertThat(parameters.list().collect(Parameter::name))
                .containsExactly("encoder.0.in.weight", "encoder.0.in.bias", "head.weight", "head.bias");
    }

    @Test
    void stackedParametersStayStackedUnlessFrozen() {
        Scope model = Scope.of(parameters);
        assertThat(model.addStacked("heads", Shape.of(2, 3), Init.constant(0)).isStacked())
                .isTrue();
        assertThat(model.child("b")
                        .frozen()
                        .addStacked("heads", Shape.of(2, 3), Init.constant(0))
                        .isTrainable())
                .isFalse();
    }

    @Test
    void theRoleOfTheCallerOverridesTheRoleOfTheLayer() {
        Scope model = Scope.of(parameters);
        assertThat(new Linear(model.child("a"), 2, 2).weight().role()).isEqualTo(ParameterRole.TRUNK);
        assertThat(new FeedForward(model.child("b"), 2, 2).in().weight().role()).isEqualTo(ParameterRole.FEED_FORWARD);
        assertThat(new FeedForward(model.child("c").role(ParameterRole.HEAD), 2, 2)
                        .out()
                        .bias()
                        .role())
                .isEqualTo(ParameterRole.HEAD);
    }

    @Test
    void weightsAreDecayedAndBiasesAreNot() {
        Scope model = Scope.of(parameters);
        Linear linear = new Linear(model.child("linear"), 2, 2);
        new LayerNorm(model.child("norm"), 2, 1e-5);
        assertThat(linear.weight().isDecayed()).isTrue();
        assertThat(parameters.list().reject(Parameter::isDecayed).collect(Parameter::name))
                .containsExactly("linear.bias", "norm.weight", "norm.bias");
    }

    @Test
    void aFreshScopeIgnoresGivenValues() {
        Scope given = Scope.of(parameters).pretrained(name -> new float[] {7, 8});
        Parameter kept = given.add("kept", Shape.of(2), Init.constant(1));
        Parameter fresh = given.fresh().add("fresh", Shape.of(2), Init.constant(1));
        parameters.allocate(backend, new Rng(1));
        assertThat(backend.readDoubles(kept.value())).containsExactly(7, 8);
        assertThat(backend.readDoubles(fresh.value())).containsExactly(1, 1);
    }

    @Test
    void missingValuesAndValuesOfAnotherShapeAreRefused() {
        Scope scope = Scope.of(parameters).child("a").pretrained(Map.of("a.weight", new float[] {1, 2})::get);
        assertThatThrownBy(() -> scope.add("bias", Shape.of(2), Init.constant(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.bias[2]");
        assertThatThrownBy(() -> scope.add("weight", Shape.of(3), Init.constant(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.weight[3]: got 2 elements");
    }
}
