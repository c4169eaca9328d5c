package panamoe.autograd;

import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * One case of an {@link Op}'s contract test. Floating inputs are random numbers that depend only on the position of the
 * input, so that every backend gets the same.
 *
 * @param name the name of the case
 * @param op the operation with its settings
 * @param inputs its inputs
 * @param refusal a part of the message with which the inputs must be refused; null if they must be accepted
 */
public record Sample(
        String name,
        Op op,
        ImmutableList<Input> inputs,
        @Nullable String refusal) {

    /** One input. */
    public sealed interface Input {
        /** Its shape. */
        Shape shape();

        /** Its elements on a backend, as input number {@code place}. */
        Tensor tensor(Backend backend, int place);
    }

    /** Uniform random numbers in [low, high). */
    public record Floats(Shape shape, double low, double high) implements Input {
        @Override
        public Tensor tensor(Backend backend, int place) {
            return Tensor.of(backend, shape, new Rng(20).uniforms(place, shape.size(), low, high));
        }
    }

    /** Given integers. */
    public record Ints(Shape shape, int[] values) implements Input {
        @Override
        public Tensor tensor(Backend backend, int place) {
            return Tensor.ofInts(backend, shape, values);
        }

        @Override
        public String toString() {
            return "I32" + shape + " " + Arrays.toString(values);
        }
    }

    /** A case with valid inputs. */
    public static Sample of(String name, Op op, Input... inputs) {
        return new Sample(name, op, Lists.immutable.of(inputs), null);
    }

    /**
     * A case that must be refused: {@code refusal} is a part of the message of the {@link IllegalArgumentException}.
     */
    public static Sample refused(String name, Op op, String refusal, Input... inputs) {
        return new Sample(name, op, Lists.immutable.of(inputs), refusal);
    }

    /** Numbers in [low, high). */
    public static Floats floats(double low, double high, int... dims) {
        return new Floats(Shape.of(dims), low, high);
    }

    /** Numbers on both sides of 0. */
    public static Floats signed(int... dims) {
        return floats(-2, 2, dims);
    }

    /** Numbers well above 0. */
    public static Floats positive(int... dims) {
        return floats(0.5, 2, dims);
    }

    /** Integers. */
    public static Ints ints(Shape shape, int... values) {
        return new Ints(shape, values);
    }

    /** A vector of integers: an index, labels or offsets. */
    public static Ints vector(int... values) {
        return ints(Shape.of(values.length), values);
    }

    /** Operation, case and inputs, for messages. */
    @Override
    public String toString() {
        return op + " " + name + " " + inputs.makeString(", ");
    }
}
