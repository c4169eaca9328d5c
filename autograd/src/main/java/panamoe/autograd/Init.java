package panamoe.autograd;

import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;

/** The initial values of a parameter. */
@FunctionalInterface
public interface Init {

    /** The initial values, row-major; each parameter has its own generator. */
    double[] values(Shape shape, Rng rng);

    /** The same value for every element. */
    static Init constant(double value) {
        return (shape, rng) -> {
            double[] out = new double[shape.size()];
            java.util.Arrays.fill(out, value);
            return out;
        };
    }

    /** Normal with mean 0 and this standard deviation. */
    static Init normal(double deviation) {
        return (shape, rng) -> rng.normals(0, shape.size(), 0, deviation);
    }

    /** Uniform in +-sqrt(6 / (fanIn + fanOut)) of a matrix {@code [..., in, out]} (Glorot and Bengio 2010, eq. 16). */
    static Init glorot() {
        return (shape, rng) -> {
            Check.that(shape.rank() >= 2, "glorot initialisation of " + shape + ": expected a matrix");
            return glorot(shape.dim(-2), shape.dim(-1)).values(shape, rng);
        };
    }

    /**
     * {@link #glorot()} for fans that differ from the shape, for example where one parameter holds several matrices.
     */
    static Init glorot(int fanIn, int fanOut) {
        double limit = Math.sqrt(6.0 / (fanIn + fanOut));
        return (shape, rng) -> rng.uniforms(0, shape.size(), -limit, limit);
    }

    /** The given values, row-major, for example pretrained ones. */
    static Init of(float[] values) {
        return (shape, rng) -> {
            Check.that(
                    values.length == shape.size(),
                    "initial values for " + shape + ": got " + values.length + " elements");
            double[] out = new double[values.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = values[i];
            }
            return out;
        };
    }
}
