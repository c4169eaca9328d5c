package panamoe.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.DType;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

/** The backward pass: the gradient of each variable, and the refusals. Small integers, so all results are exact. */
class TapeTest {

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = new Workspace(backend);
    private final Parameters parameters = new Parameters();

    private Context step() {
        if (!parameters.isAllocated()) {
            parameters.allocate(backend, new Rng(1));
        }
        return Context.training(backend, workspace, parameters, null);
    }

    private Tensor vector(double... values) {
        return Tensor.of(backend, Shape.of(values.length), values);
    }

    private static Init values(float... values) {
        return Init.of(values);
    }

    private double[] read(Tensor t) {
        return backend.readDoubles(t);
    }

    @Test
    void aChainOfAHundredThousandOperationsWorks() {
        Context context = step();
        Var x = context.variable(vector(3));
        Var y = x;
        for (int i = 0; i < 100_000; i++) {
            y = y.neg();
        }
        context.backward(y.sum());
        assertThat(read(context.gradient(x))).containsExactly(1);
    }

    @Test
    void gradientsOfSeveralUsesAddUp() {
        Context context = step();
        Var x = context.variable(vector(2, 5));
        // x^2 + 3 x, and x once more in both operands of one operation
        Var y = x.mul(x).add(x.scale(3)).add(x.add(x));
        context.backward(y.sum());
        assertThat(read(context.gradient(x))).containsExactly(2 * 2 + 5, 2 * 5 + 5);
    }

    @Test
    void aGradientThatIsPassedOnToSeveralVariablesIsNotOverwritten() {
        Context context = step();
        Var a = context.variable(vector(1, 2));
        Var b = context.variable(vector(3, 4));
        Var c = context.variable(vector(5, 6));
        // a, b and c share one gradient's memory until the second use of a adds to it
        Var sum = a.add(b).add(c);
        context.backward(a.scale(10).sum().add(sum.sum()));
        assertThat(read(context.gradient(a))).containsExactly(11, 11);
        assertThat(read(context.gradient(b))).containsExactly(1, 1);
        assertThat(read(context.gradient(c))).containsExactly(1, 1);
    }

    /**
     * Layer norm adds to the present gradient. For equal numbers its own gradient is 0, so the present one must not
     * change.
     */
    @Test
    void anOperationMayAddToAGradientThatIsNotShared() {
        Context context = step();
        Var a = context.variable(vector(2, 2));
        Var b = context.variable(vector(3, 4));
        Var one = context.constant(vector(1, 1));
        Var normalized = a.layerNorm(one, one, 1);
        // a's own gradient of 10 comes first, then the one that a and b share
        context.backward(normalized.sum().add(a.scale(10).sum()).add(a.add(b).sum()));
        assertThat(read(context.gradient(a))).containsExactly(11, 11);
        assertThat(read(context.gradient(b))).containsExactly(1, 1);
    }

    @Test
    void anOperationDoesNotAddToAGradientThatIsShared() {
        Context context = step();
        Var a = context.variable(vector(1, 2));
        Var b = context.variable(vector(3, 4));
        Var normalized = a.layerNorm(context.constant(vector(1, -1)), context.constant(vector(1, 1)), 1);
        context.backward(normalized.sum().add(a.add(b).sum()));
        assertThat(read(context.gradient(b))).containsExactly(1, 1);
        assertThat(read(context.gradient(a))).isNotEqualTo(new double[] {1, 1});
    }

    @Test
    void aPassedGradientMayBeSharedAcrossShapes() {
        Context context = step();
        Var a = context.variable(vector(1, 2, 3, 4));
        Var square = a.reshape(Shape.of(2, 2));
        Var weights = context.constant(Tensor.of(backend, Shape.of(2, 2), 1, 2, 3, 4));
        context.backward(square.mul(weights).sum().add(a.sum()).add(square.sum()));
        assertThat(context.gradient(a).shape()).isEqualTo(Shape.of(4));
        assertThat(read(context.gradient(a))).containsExactly(3, 4, 5, 6);
    }

    @Test
    void aParameterThatIsUsedTwiceGetsTheSum() {
        Parameter p = parameters.add("p", Shape.of(2), values(3, 4));
        Context context = step();
        Var first = context.parameter(p);
        Var second = context.parameter(p);
        context.backward(first.mul(second).add(first).sum());
        assertThat(read(p.gradient())).containsExactly(7, 9);
    }

    @Test
    void aParameterGetsGradientsThatWerePassedOrStretched() {
        Parameter row = parameters.add("row", Shape.of(2), values(1, 1));
        Parameter full = parameters.add("full", Shape.of(3, 2), values(1, 1, 1, 1, 1, 1));
        Context context = step();
        Var sum = context.parameter(full).add(context.parameter(row));
        Var weights = context.constant(Tensor.of(backend, Shape.of(3, 2), 1, 2, 3, 4, 5, 6));
        context.backward(sum.mul(weights).sum());
        assertThat(read(row.gradient())).containsExactly(9, 12);
        assertThat(read(full.gradient())).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void aLossMayBeAParameter() {
        Parameter p = parameters.add("p", Shape.SCALAR, values(3));
        Context context = step();
        context.backward(context.parameter(p));
        assertThat(read(p.gradient())).containsExactly(1);
    }

    @Test
    void anUnusedParameterHasGradientZeroWhateverWasThereBefore() {
        Parameter used = parameters.add("used", Shape.of(2), values(3, 4));
        Parameter other = parameters.add("other", Shape.of(2), values(5, 6));
        Context first = step();
        first.backward(first.parameter(used).add(first.parameter(other)).sum());
        assertThat(read(other.gradient())).containsExactly(1, 1);
        Context second = step();
        second.backward(second.parameter(used).square().sum());
        assertThat(read(other.gradient())).containsExactly(0, 0);
        assertThat(read(used.gradient())).containsExactly(6, 8);
    }

    @Test
    void aFrozenParameterIsAConstant() {
        Parameter frozen = parameters.addFrozen("frozen", Shape.of(2), values(3, 4));
        Parameter resting = parameters.add("resting", Shape.of(2), values(5, 6));
        Context first = step();
        first.backward(first.parameter(resting).sum());
        parameters.setTrainable(resting, false);
        assertThat(read(resting.gradient())).containsExactly(0, 0);
        Context second = step();
        Var x = second.variable(vector(1, 1));
        second.backward(
                x.mul(second.parameter(frozen)).mul(second.parameter(resting)).sum());
        assertThat(read(second.gradient(x))).containsExactly(15, 24);
        assertThat(read(resting.gradient())).containsExactly(0, 0);
        assertThatThrownBy(frozen::gradient)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("parameter frozen has no gradient: it was registered as frozen");
        assertThatThrownBy(() -> parameters.setTrainable(frozen, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frozen");
    }

    @Test
    void noGradientFlowsThroughStopGradient() {
        Context context = step();
        Var x = context.variable(vector(2, 4));
        Var ratio = x.div(x.stopGradient());
        context.backward(ratio.sum());
        assertThat(read(ratio.value())).containsExactly(1, 1);
        assertThat(read(context.gradient(x))).containsExactly(0.5, 0.25);
    }

    @Test
    void integersAreNotDifferentiable() {
        Context context = step();
        Tensor integers = Tensor.ofInts(backend, Shape.of(2), 1, 2);
        assertThatThrownBy(() -> context.variable(integers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("I32[2]")
                .hasMessageContaining("differentiable");
        Var constant = context.constant(integers);
        assertThat(constant.isDifferentiable()).isFalse();
        assertThatThrownBy(() -> context.gradient(constant)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSecondBackwardIsRefused() {
        Context context = step();
        Var loss = context.variable(vector(1, 2)).sum();
        context.backward(loss);
        assertThatThrownBy(() -> context.backward(loss))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(loss::neg).isInstanceOf(IllegalStateException.class).hasMessageContaining("after backward");
    }

    @Test
    void backwardNeedsADifferentiableLossOfOneElement() {
        Context context = step();
        Var x = context.variable(vector(1, 2));
        assertThatThrownBy(() -> context.backward(x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2]");
        assertThatThrownBy(() -> context.backward(context.constant(vector(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("constant");
        assertThatThrownBy(() -> {
                    Context inference = Context.inference(backend, new Workspace(backend));
                    inference.backward(inference.variable(vector(1)));
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Context.training");
    }

    @Test
    void aVariableOfAnEarlierStepIsRefused() {
        Context first = step();
        Var old = first.variable(vector(1, 2)).neg();
        Context second = step();
        Var x = second.variable(vector(1, 2));
        assertThatThrownBy(() -> x.add(old))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another step");
        assertThatThrownBy(old::neg).isInstanceOf(IllegalStateException.class).hasMessageContaining("step");
        assertThatThrownBy(() -> backend.readDoubles(old.value())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEarlierStepRefusesOperations() {
        Context first = step();
        Var old = first.variable(vector(1, 2));
        step();
        // the caller owns the tensor, which stays valid; only the step is over
        assertThatThrownBy(old::neg).isInstanceOf(IllegalStateException.class).hasMessageContaining("step");
    }

    @Test
    void aRepeatedStepAllocatesNothing() {
        Parameter w = parameters.add("w", Shape.of(4, 4), Init.glorot());
        long afterFirst = 0;
        for (int i = 0; i < 5; i++) {
            Context context = step();
            Var h = context.constant(Tensor.zeros(backend, DType.F64, Shape.of(3, 4)));
            for (int layer = 0; layer < 4; layer++) {
                h = h.add(h.matmul(context.parameter(w)).tanh());
            }
            context.backward(h.square().mean());
            if (i == 0) {
                afterFirst = workspace.bytes();
            }
        }
        assertThat(workspace.bytes()).isEqualTo(afterFirst);
    }
}
