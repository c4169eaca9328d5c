package panamoe.autograd;

import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;

/**
 * Compares gradients with central differences in double precision. The outputs of a function are summed to a scalar
 * with fixed random weights. Dropout is on, with one fixed mask.
 */
public final class GradCheck {

    /** Balances the difference's truncation error, of order step^2, against its rounding error, of order 1e-16 / step. */
    private static final double STEP = 1e-5;

    private static final Rng RANDOM = new Rng(4207689);

    private final Backend backend;
    private final Workspace workspace;
    private final Tensor dropoutKey;

    /** A check that computes on the given backend. @throws IllegalArgumentException unless it computes in F64 */
    public GradCheck(Backend backend) {
        Check.that(
                backend.floatType() == DType.F64,
                "gradient check on " + backend.name() + ": expected a backend that computes in F64, as reference does");
        this.backend = backend;
        this.workspace = new Workspace(backend);
        this.dropoutKey = Tensor.ofInts(backend, Shape.of(3), Context.dropoutKey(RANDOM, 0));
    }

    /** A function of several variables. */
    @FunctionalInterface
    public interface Differentiable {
        /** Computes the function in a step. */
        Var apply(Context context, Var... variables);
    }

    /**
     * The largest disagreement.
     *
     * @param error {@code |gradient - difference| / max(1, |gradient|, |difference|)}; 0 if there was nothing to compare
     * @param place the element and its variable or parameter
     * @param gradient the gradient from backward
     * @param difference the central difference
     */
    public record Result(double error, String place, double gradient, double difference) {

        /** @throws AssertionError naming the place if the error is above the tolerance, or not a number */
        public void assertBelow(double tolerance) {
            if (!(error <= tolerance)) {
                throw new AssertionError("gradient check: " + this + ", expected an error of at most " + tolerance);
            }
        }
    }

    /** Checks the gradients of all variables at the values of the given F64 tensors, which it restores. */
    public Result check(Differentiable function, Tensor... at) {
        Parameters none = new Parameters();
        none.allocate(backend, RANDOM);
        Context context = Context.training(backend, workspace, none, dropoutKey);
        Var[] variables = variables(context, at);
        context.backward(scalar(function.apply(context, variables)));
        MutableList<Place> places = Lists.mutable.empty();
        for (int i = 0; i < at.length; i++) {
            places.add(new Place("variable " + i, at[i], backend.readDoubles(context.gradient(variables[i]))));
        }
        return compare(places, () -> {
            Context again = Context.training(backend, workspace, none, dropoutKey);
            return value(scalar(function.apply(again, variables(again, at))));
        });
    }

    /** Checks the gradients of all trainable parameters; restores their values. */
    public Result check(Parameters parameters, Function<Context, Var> function) {
        Context context = Context.training(backend, workspace, parameters, dropoutKey);
        context.backward(scalar(function.apply(context)));
        MutableList<Place> places = Lists.mutable.empty();
        for (Parameter p : parameters.list().select(Parameter::isTrainable)) {
            places.add(new Place(p.name(), p.value(), backend.readDoubles(p.gradient())));
        }
        return compare(
                places,
                () -> value(scalar(function.apply(Context.training(backend, workspace, parameters, dropoutKey)))));
    }

    /** A tensor that is varied, with the gradient to be checked. */
    private record Place(String name, Tensor tensor, double[] gradient) {}

    private Result compare(MutableList<Place> places, DoubleSupplier function) {
        Result worst = new Result(0, "no element", 0, 0);
        for (Place place : places) {
            double[] x = backend.readDoubles(place.tensor());
            for (int i = 0; i < x.length; i++) {
                double gradient = place.gradient()[i];
                double difference = difference(place.tensor(), x, i, function);
                double scale = Math.max(1, Math.max(Math.abs(gradient), Math.abs(difference)));
                double error = Math.abs(gradient - difference) / scale;
                // written so that NaN counts as worst
                if (!(error <= worst.error())) {
                    worst = new Result(
                            error,
                            "element " + i + " of " + place.name() + " "
                                    + place.tensor().shape(),
                            gradient,
                            difference);
                    if (Double.isNaN(error)) {
                        return worst;
                    }
                }
            }
        }
        return worst;
    }

    private double difference(Tensor tensor, double[] x, int i, DoubleSupplier function) {
        double center = x[i];
        x[i] = center + STEP;
        backend.write(tensor, x);
        double above = function.getAsDouble();
        x[i] = center - STEP;
        backend.write(tensor, x);
        double below = function.getAsDouble();
        x[i] = center;
        backend.write(tensor, x);
        return (above - below) / (2 * STEP);
    }

    private static Var[] variables(Context context, Tensor[] at) {
        Var[] variables = new Var[at.length];
        for (int i = 0; i < at.length; i++) {
            variables[i] = context.variable(at[i]);
        }
        return variables;
    }

    private Var scalar(Var y) {
        double[] weights = RANDOM.uniforms(0, y.shape().size(), -1, 1);
        return y.mul(y.context().constant(Tensor.of(backend, y.shape(), weights)))
                .sum();
    }

    private double value(Var scalar) {
        return backend.readDoubles(scalar.value())[0];
    }
}
