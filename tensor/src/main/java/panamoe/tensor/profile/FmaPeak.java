package panamoe.tensor.profile;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import panamoe.tensor.Parallel;

/**
 * The peak of multiplications and additions of the processor, without memory accesses. Measured are fused multiply-adds on registers of
 * the preferred width in twelve independent chains. These keep two units with a latency of five cycles busy.
 */
public final class FmaPeak {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;

    /** Multiply-adds per chain and call. They take about 10 ms. */
    private static final int ROUNDS = 1 << 22;

    private FmaPeak() {}

    /** The width of the registers, in bits. */
    public static int vectorBits() {
        return SPECIES.vectorBitSize();
    }

    /** The best of several samples, in GFLOP/s over all threads. */
    public static double gflops(int threads) {
        float[] ends = new float[threads];
        double gflop = 2e-9 * CHAINS * SPECIES.length() * ROUNDS * threads;
        try (Parallel parallel = new Parallel(threads)) {
            return gflop
                    / Fastest.seconds(() -> parallel.run(threads, thread -> ends[thread] = chains(ROUNDS)), 0.2, 1);
        }
    }

    /** {@code a = a x + y} in each lane of each chain. The result is returned so that the JVM cannot remove the work. */
    private static float chains(int rounds) {
        FloatVector x = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector y = FloatVector.broadcast(SPECIES, 0.25f);
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        FloatVector i = a;
        FloatVector j = a;
        FloatVector k = a;
        FloatVector l = a;
        for (int round = 0; round < rounds; round++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
        }
        FloatVector first = a.add(b).add(c).add(d).add(e).add(f);
        return first.add(g).add(h).add(i).add(j).add(k).add(l).reduceLanes(VectorOperators.ADD);
    }
}
