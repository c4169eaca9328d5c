package panamoe.moe;

import panamoe.autograd.Init;
import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;

/** Experts that start as copies of a trained dense network (Komatsuzaki et al. 2022, "Sparse upcycling"). */
public final class Upcycle {

    private Upcycle() {}

    /**
     * The four parameters of a dense feed-forward network {@code gelu(x W1 + b1) W2 + b2}, each copied per expert.
     * If the arrays hold the parameters of several networks, one after the other, the experts take them in turn.
     */
    public static Experts.Start start(
            float[] weight1, float[] bias1, float[] weight2, float[] bias2, double relativeNoise) {
        return new Experts.Start(
                copies(weight1, relativeNoise),
                copies(bias1, relativeNoise),
                copies(weight2, relativeNoise),
                copies(bias2, relativeNoise));
    }

    /**
     * {@code [E, ...]}: a copy per expert, each with its own normal noise, so that experts with the same rows can
     * diverge.
     *
     * @param dense the elements of one expert, or of several, which the experts take in turn
     * @param relativeNoise standard deviation of the noise relative to that of {@code dense}'s elements; 0 copies
     *     exactly
     */
    public static Init copies(float[] dense, double relativeNoise) {
        Check.that(relativeNoise >= 0, "expert noise " + relativeNoise + ": expected at least 0");
        return (shape, rng) -> copies(shape, dense, relativeNoise * deviation(dense), rng);
    }

    private static double[] copies(Shape shape, float[] dense, double noise, Rng rng) {
        Check.that(
                dense.length > 0 && shape.size() % dense.length == 0,
                "upcycling " + dense.length + " dense elements to " + shape + ": expected a multiple");
        double[] out = noise == 0 ? new double[shape.size()] : rng.normals(0, shape.size(), 0, noise);
        for (int expert = 0; expert < out.length; expert += dense.length) {
            for (int i = 0; i < dense.length; i++) {
                out[expert + i] += dense[i];
            }
        }
        return out;
    }

    private static double deviation(float[] values) {
        double mean = 0;
        for (float v : values) {
            mean += v / values.length;
        }
        double variance = 0;
        for (float v : values) {
            variance += (v - mean) * (v - mean) / values.length;
        }
        return Math.sqrt(variance);
    }
}
