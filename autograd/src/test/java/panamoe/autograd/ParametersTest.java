package panamoe.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

class ParametersTest {

    private final Backend backend = new ReferenceBackend();

    @Test
    void trainableParametersAreViewsOfOneBufferInTheOrderOfRegistration() {
        Parameters parameters = new Parameters();
        Parameter a = parameters.add("a", Shape.of(3), Init.of(new float[] {1, 2, 3}));
        Parameter frozen = parameters.addFrozen("frozen", Shape.of(2), Init.of(new float[] {8, 9}));
        Parameter b = parameters.addStacked("b", Shape.of(2, 2), Init.of(new float[] {4, 5, 6, 7}));
        parameters.allocate(backend, new Rng(1));
        double[] flat = backend.readDoubles(parameters.values());
        assertThat(Arrays.copyOfRange(flat, a.offset(), a.offset() + 3)).containsExactly(1, 2, 3);
        assertThat(Arrays.copyOfRange(flat, b.offset(), b.offset() + 4)).containsExactly(4, 5, 6, 7);
        assertThat(DoubleStream.of(flat).sum()).as("the padding is 0").isEqualTo(28);
        assertThat(a.offset()).isLessThan(b.offset());
        assertThat(frozen.offset()).isEqualTo(-1);
        assertThat(backend.readDoubles(frozen.value())).containsExactly(8, 9);
        assertThat(b.isStacked()).isTrue();
        assertThat(parameters.list().collect(Parameter::name)).containsExactly("a", "frozen", "b");
    }

    @Test
    void beforeAllocateThereIsNoMemory() {
        Parameters parameters = new Parameters();
        Parameter weight = parameters.add("weight", Shape.of(2), Init.constant(1));
        assertThat(parameters.isAllocated()).isFalse();
        assertThatThrownBy(parameters::values)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("these parameters have no memory yet: call Parameters.allocate first");
        assertThatThrownBy(weight::gradient)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("parameter weight has no gradient: it has no memory yet; call Parameters.allocate first");
        parameters.allocate(backend, new Rng(1));
        assertThat(parameters.isAllocated()).isTrue();
        assertThat(backend.readDoubles(weight.gradient())).containsExactly(0, 0);
    }

    @Test
    void initialValuesDependOnlyOnSeedAndName() {
        assertThat(values(1, "x", "y").get("y")).isNotNull();
        double[] alone = backend.readDoubles(values(1, "y").get("y").value());
        double[] behindAnother =
                backend.readDoubles(values(1, "x", "y").get("y").value());
        double[] otherSeed = backend.readDoubles(values(2, "y").get("y").value());
        double[] otherName = backend.readDoubles(values(1, "z").get("z").value());
        assertThat(behindAnother).containsExactly(alone);
        assertThat(otherSeed).isNotEqualTo(alone);
        assertThat(otherName).isNotEqualTo(alone);
    }

    private Parameters values(long seed, String... names) {
        Parameters parameters = new Parameters();
        for (String name : names) {
            parameters.add(name, Shape.of(4, 4), Init.glorot());
        }
        parameters.allocate(backend, new Rng(seed));
        return parameters;
    }

    @Test
    void glorotStaysWithinItsLimit() {
        double[] w = Init.glorot().values(Shape.of(20, 40), new Rng(3));
        double limit = Math.sqrt(6.0 / 60);
        assertThat(DoubleStream.of(w).map(Math::abs).max().orElseThrow()).isBetween(0.95 * limit, limit);
        assertThat(Init.glorot(20, 40).values(Shape.of(800), new Rng(3))).containsExactly(w);
        assertThatThrownBy(() -> Init.glorot().values(Shape.of(3), new Rng(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[3]");
    }

    @Test
    void mistakesAreRefused() {
        Parameters parameters = new Parameters();
        Parameter p = parameters.add("p", Shape.of(2), Init.constant(1));
        assertThatThrownBy(p::value).isInstanceOf(IllegalStateException.class).hasMessageContaining("allocate");
        assertThatThrownBy(() -> parameters.add("p", Shape.of(2), Init.constant(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two parameters named p");
        assertThatThrownBy(() -> parameters.addStacked("s", Shape.SCALAR, Init.constant(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outermost axis");
        assertThatThrownBy(() -> Context.training(backend, new Workspace(backend), parameters, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not allocated");
        parameters.allocate(backend, new Rng(1));
        assertThatThrownBy(() -> parameters.allocate(backend, new Rng(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parameters.add("late", Shape.of(2), Init.constant(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("after allocate");
        assertThatThrownBy(() -> parameters.get("q"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("q");
        Parameters others = new Parameters();
        others.allocate(backend, new Rng(1));
        assertThatThrownBy(() -> Context.training(backend, new Workspace(backend), others, null)
                        .parameter(p))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not among");
    }
}
