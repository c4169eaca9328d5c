package panamoe.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.reference.ReferenceBackend;

/** The check itself: it accepts right gradients and finds wrong ones. */
class GradCheckTest {

    private final Backend backend = new ReferenceBackend();
    private final GradCheck check = new GradCheck(backend);

    /** Doubles its input and gives a gradient that is wrong in one element. */
    private record WrongInElement(int element) implements Op {
        @Override
        public Shape infer(Shape... inputs) {
            return inputs[0];
        }

        @Override
        public void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            k.affine(2, in[0], 0, out);
        }

        @Override
        public void vjp(Backend k, Saved saved, Tensor grad, Gradients into) {
            Tensor gx = into.grad(0);
            k.affine(2, grad, 0, gx);
            double[] values = k.readDoubles(gx);
            values[element] += 0.001;
            k.write(gx, values);
        }
    }

    @Test
    void acceptsAFunctionOfSeveralVariables() {
        Tensor a = Tensor.of(backend, Shape.of(2, 2), 1, -2, 3, 0.5);
        Tensor b = Tensor.of(backend, Shape.of(2), 2, -1);
        GradCheck.Result result =
                check.check((context, v) -> v[0].matmul(v[0]).mul(v[1]).tanh(), a, b);
        result.assertBelow(1e-8);
        assertThat(result.error()).isPositive();
        assertThat(backend.readDoubles(a)).containsExactly(1, -2, 3, 0.5);
    }

    @Test
    void namesTheWorstElement() {
        Tensor fine = Tensor.of(backend, Shape.of(2), 1, 2);
        Tensor wrong = Tensor.of(backend, Shape.of(3), 1, 2, 3);
        GradCheck.Result result = check.check(
                (context, v) -> context.apply(new WrongInElement(2), v[1]).add(v[0].sum()), fine, wrong);
        assertThat(result.place()).isEqualTo("element 2 of variable 1 [3]");
        assertThat(result.gradient() - result.difference()).isBetween(0.00099, 0.00101);
        assertThatThrownBy(() -> result.assertBelow(1e-6))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("element 2 of variable 1");
    }

    @Test
    void aNaNIsTheLargestError() {
        Tensor x = Tensor.of(backend, Shape.of(2), 1, -1);
        GradCheck.Result result = check.check((context, v) -> v[0].log(), x);
        assertThat(result.error()).isNaN();
        assertThatThrownBy(() -> result.assertBelow(1)).isInstanceOf(AssertionError.class);
    }

    @Test
    void checksParametersWithDropoutUnderOneMask() {
        Parameters parameters = new Parameters();
        Parameter w = parameters.add("w", Shape.of(3, 4), Init.normal(1));
        parameters.allocate(backend, new Rng(5));
        check.check(parameters, context -> context.parameter(w).square().dropout(0.5))
                .assertBelow(1e-8);
    }
}
