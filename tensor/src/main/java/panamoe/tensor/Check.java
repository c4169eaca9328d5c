package panamoe.tensor;

import java.util.function.Supplier;

/** Argument checks with one-line messages; every kernel calls them before it computes. */
public final class Check {

    private Check() {}

    /** @throws IllegalArgumentException unless {@code t} has this shape */
    public static void shape(String kernel, String name, Tensor t, Shape expected) {
        if (!t.shape().equals(expected)) {
            throw new IllegalArgumentException(kernel + ": " + name + " is " + t + ", expected shape " + expected);
        }
    }

    /** @throws IllegalArgumentException unless {@code t} has this many elements */
    public static void size(String kernel, String name, Tensor t, int expected) {
        if (t.size() != expected) {
            throw new IllegalArgumentException(
                    kernel + ": " + name + " is " + t + ", expected " + expected + " elements");
        }
    }

    /** @throws IllegalArgumentException unless {@code t} has this many axes */
    public static void rank(String kernel, String name, Tensor t, int expected) {
        if (t.shape().rank() != expected) {
            throw new IllegalArgumentException(kernel + ": " + name + " is " + t + ", expected " + expected + " axes");
        }
    }

    /** @throws IllegalArgumentException unless {@code t} has this element type */
    public static void dtype(String kernel, String name, Tensor t, DType expected) {
        if (t.dtype() != expected) {
            throw new IllegalArgumentException(kernel + ": " + name + " is " + t + ", expected " + expected);
        }
    }

    /**
     * @throws IllegalArgumentException with the tensor and {@code expected} in its message, unless the condition holds
     */
    public static void that(boolean condition, String kernel, String name, Tensor t, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(kernel + ": " + name + " is " + t + ", expected " + expected);
        }
    }

    /** @throws IllegalArgumentException with the message unless the condition holds */
    public static void that(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * As {@link #that(boolean, String)}, for code that every training step runs: builds the message only if the
     * condition fails.
     */
    public static void that(boolean condition, Supplier<String> message) {
        if (!condition) {
            throw new IllegalArgumentException(message.get());
        }
    }
}
