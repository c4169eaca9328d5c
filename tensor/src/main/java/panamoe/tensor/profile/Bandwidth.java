package panamoe.tensor.profile;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import panamoe.tensor.Parallel;

/**
 * The memory bandwidth, measured on arrays of 256 MB, which no cache holds. Bytes are counted as in STREAM (McCalpin 1995): those that
 * the program reads and writes, without the cache lines that a write fetches first.
 *
 * @param read {@code sum += a[i]}, in GB/s
 * @param copy {@code b[i] = a[i]}, in GB/s
 * @param triad {@code c[i] = a[i] + 3 b[i]}, in GB/s
 */
public record Bandwidth(double read, double copy, double triad) {

    private static final int ELEMENTS = 1 << 26;
    private static final int CHUNK = 1 << 19;
    private static final double ARRAY_GB = 4e-9 * ELEMENTS;
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** The highest of the three. */
    public double best() {
        return Math.max(read, Math.max(copy, triad));
    }

    /** Measures the bandwidth with a number of threads. The best pass of each kind counts. */
    public static Bandwidth measure(int threads) {
        float[] a = new float[ELEMENTS];
        float[] b = new float[ELEMENTS];
        float[] c = new float[ELEMENTS];
        Arrays.fill(a, 1);
        Arrays.fill(b, 2);
        Arrays.fill(c, 3);
        float[] sums = new float[ELEMENTS / CHUNK];
        try (Parallel parallel = new Parallel(threads)) {
            return new Bandwidth(
                    ARRAY_GB / best(parallel, chunk -> sums[chunk / CHUNK] = sum(a, chunk)),
                    2 * ARRAY_GB / best(parallel, chunk -> System.arraycopy(a, chunk, b, chunk, CHUNK)),
                    3 * ARRAY_GB / best(parallel, chunk -> triad(a, b, c, chunk)));
        }
    }

    /** Work on the elements from {@code begin} to {@code begin + CHUNK}, exclusive. */
    private interface Pass {
        void over(int begin);
    }

    private static double best(Parallel parallel, Pass pass) {
        return Fastest.seconds(() -> parallel.run(ELEMENTS / CHUNK, chunk -> pass.over(chunk * CHUNK)), 0.1, 0.7);
    }

    private static float sum(float[] a, int begin) {
        int lanes = SPECIES.length();
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = begin; i < begin + CHUNK; i += 4 * lanes) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, a, i));
            s1 = s1.add(FloatVector.fromArray(SPECIES, a, i + lanes));
            s2 = s2.add(FloatVector.fromArray(SPECIES, a, i + 2 * lanes));
            s3 = s3.add(FloatVector.fromArray(SPECIES, a, i + 3 * lanes));
        }
        return s0.add(s1).add(s2).add(s3).reduceLanes(VectorOperators.ADD);
    }

    private static void triad(float[] a, float[] b, float[] c, int begin) {
        for (int i = begin; i < begin + CHUNK; i++) {
            c[i] = a[i] + 3 * b[i];
        }
    }
}
