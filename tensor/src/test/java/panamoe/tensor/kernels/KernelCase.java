package panamoe.tensor.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * One call of a kernel with its arguments. Floating inputs are exact in single precision, so that every backend gets the
 * same numbers.
 *
 * @param kernel the kernel's name
 * @param label the property of the arguments that the case tests
 * @param seed of the random arguments
 * @param poison the value of floating outputs before the call: NaN, which spreads if it is read, or another number if
 *     the result may be NaN
 * @param relative allowed error relative to the reference's value
 * @param absolute allowed absolute error, in addition
 */
public record KernelCase(
        String kernel,
        String label,
        long seed,
        List<Argument> arguments,
        Launch launch,
        double poison,
        double relative,
        double absolute) {

    /** Half the distance from 1 to the next float: the largest relative error of one rounding. */
    public static final double U = 0x1p-24;

    /** Whether the kernel reads or writes an argument. */
    public enum Role {
        IN,
        OUT,
        IN_OUT
    }

    /**
     * One tensor of the call.
     *
     * @param reals the elements of a floating argument; null for outputs and integers
     * @param ints the elements of an integer argument; null for outputs and floating ones
     * @param freeLength true if a longer outermost axis is also valid with the other arguments
     */
    public record Argument(Role role, boolean integer, Shape shape, double[] reals, int[] ints, boolean freeLength) {}

    /** Calls the kernel on the arguments in order. */
    public interface Launch {
        void run(Backend backend, Tensor[] arguments);
    }

    public static Builder of(String kernel, String label) {
        return new Builder(kernel, label);
    }

    /** The same call with an allowed error of at least this, relative and absolute. */
    public KernelCase withToleranceOfAtLeast(double error) {
        return new KernelCase(
                kernel, label, seed, arguments, launch, poison, Math.max(relative, error), Math.max(absolute, error));
    }

    @Override
    public String toString() {
        return kernel + " " + label + " (seed " + seed + ")";
    }

    /** Lists the arguments of one call; random ones come from a seed computed from the kernel's name and the label. */
    public static final class Builder {

        private final String kernel;
        private final String label;
        private final long seed;
        private final SplittableRandom random;
        private final List<Argument> arguments = new ArrayList<>();
        private double poison = Double.NaN;
        private double relative;
        private double absolute;

        private Builder(String kernel, String label) {
            this.kernel = kernel;
            this.label = label;
            this.seed = (kernel + label).hashCode();
            this.random = new SplittableRandom(seed);
        }

        /** A floating input of normally distributed elements. */
        public Builder in(int... dims) {
            return in(Shape.of(dims), normals(Shape.of(dims)));
        }

        /** A floating input with these elements, rounded to floats. */
        public Builder in(Shape shape, double... values) {
            return add(Role.IN, false, shape, rounded(values), null);
        }

        /** A floating input with elements in [low, high). */
        public Builder uniform(double low, double high, int... dims) {
            return in(Shape.of(dims), uniforms(Shape.of(dims), low, high));
        }

        /**
         * A floating input of normally distributed elements; the kernel may read only rows from..to-1, others are NaN.
         */
        public Builder rowsOnly(int from, int to, int... dims) {
            double[] values = normals(Shape.of(dims));
            int columns = Shape.of(dims).columns();
            for (int i = 0; i < values.length; i++) {
                if (i / columns < from || i / columns >= to) {
                    values[i] = Double.NaN;
                }
            }
            return in(Shape.of(dims), values);
        }

        /** An integer input with these elements. */
        public Builder ints(Shape shape, int... values) {
            return add(Role.IN, true, shape, null, values);
        }

        /** An integer vector with these elements. */
        public Builder vector(int... values) {
            return ints(Shape.of(values.length), values);
        }

        /** An integer input with elements in low..high-1. */
        public Builder index(int low, int high, int... dims) {
            return ints(
                    Shape.of(dims),
                    random.ints(Shape.of(dims).size(), low, high).toArray());
        }

        /** A floating output. */
        public Builder out(int... dims) {
            return add(Role.OUT, false, Shape.of(dims), null, null);
        }

        /** An integer output. */
        public Builder outInts(int... dims) {
            return add(Role.OUT, true, Shape.of(dims), null, null);
        }

        /** A floating argument that the kernel updates, with normally distributed elements. */
        public Builder inOut(int... dims) {
            return add(Role.IN_OUT, false, Shape.of(dims), rounded(normals(Shape.of(dims))), null);
        }

        /** A floating argument that the kernel updates, with elements in [low, high). */
        public Builder inOutUniform(double low, double high, int... dims) {
            return add(Role.IN_OUT, false, Shape.of(dims), rounded(uniforms(Shape.of(dims), low, high)), null);
        }

        /** Allows the last argument to be longer. */
        public Builder freeLength() {
            Argument last = arguments.removeLast();
            arguments.add(new Argument(last.role, last.integer, last.shape, last.reals, last.ints, true));
            return this;
        }

        /** Allows NaN in the results. */
        public Builder mayBeNaN() {
            poison = 0x1.5p100;
            return this;
        }

        /** Allowed error: {@code relative |value| + absolute}; without it the results must be exact. */
        public Builder tolerance(double relative, double absolute) {
            this.relative = relative;
            this.absolute = absolute;
            return this;
        }

        /**
         * The error of a sum of n terms of random sign and this size. The k-th partial sum has size {@code sqrt(k)
         * magnitude}, and each addition errs by at most U of it with random sign, in all {@code n U magnitude / sqrt
         * 2}. Eight times that is beyond any likely error and far below the loss of one term.
         */
        public Builder sumTolerance(int n, double magnitude) {
            return tolerance(4 * U, 8 * U * (n + 1) * magnitude);
        }

        public KernelCase launch(Launch launch) {
            return new KernelCase(kernel, label, seed, List.copyOf(arguments), launch, poison, relative, absolute);
        }

        private Builder add(Role role, boolean integer, Shape shape, double[] reals, int[] ints) {
            int length = reals != null ? reals.length : ints != null ? ints.length : shape.size();
            if (length != shape.size()) {
                throw new IllegalArgumentException(kernel + " " + label + ": " + length + " values for " + shape);
            }
            arguments.add(new Argument(role, integer, shape, reals, ints, false));
            return this;
        }

        private double[] normals(Shape shape) {
            double[] values = new double[shape.size()];
            for (int i = 0; i < values.length; i++) {
                double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
                values[i] = radius * Math.cos(2 * Math.PI * random.nextDouble());
            }
            return values;
        }

        private double[] uniforms(Shape shape, double low, double high) {
            return shape.size() == 0
                    ? new double[0]
                    : random.doubles(shape.size(), low, high).toArray();
        }

        private static double[] rounded(double[] values) {
            double[] out = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                out[i] = (float) values[i];
            }
            return out;
        }
    }
}
