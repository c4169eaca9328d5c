package panamoe.tensor;

import java.util.stream.IntStream;

/**
 * Counter-based random numbers: Philox 4x32 with ten rounds (Salmon et al. 2011, "Parallel random numbers: as easy as
 * 1, 2, 3"). A number depends only on its key and counter, so any thread or device can compute any of them. The code
 * uses only integer operations with the same result on a GPU; in particular, no unsigned shift.
 *
 * @param seed the key
 */
public record Rng(long seed) {

    /** Numbers that one thread computes at a time, a multiple of a block's four: a millisecond of work. */
    private static final int CHUNK = 1 << 15;

    private static final long MASK = 0xFFFFFFFFL;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;

    /** The four words of Philox 4x32-10 for counter {@code c0..c3} and key {@code k0, k1}, in {@code out[0..3]}. */
    public static void philox(int c0, int c1, int c2, int c3, int k0, int k1, int[] out) {
        int a = c0;
        int b = c1;
        int c = c2;
        int d = c3;
        int x = k0;
        int y = k1;
        for (int round = 0; round < 10; round++) {
            long p0 = MULTIPLIER_0 * (a & MASK);
            long p1 = MULTIPLIER_1 * (c & MASK);
            int hi0 = (int) ((p0 >> 32) & MASK);
            int hi1 = (int) ((p1 >> 32) & MASK);
            a = hi1 ^ b ^ x;
            b = (int) p1;
            c = hi0 ^ d ^ y;
            d = (int) p0;
            x += WEYL_0;
            y += WEYL_1;
        }
        out[0] = a;
        out[1] = b;
        out[2] = c;
        out[3] = d;
    }

    /**
     * A uniform number in [0, 1) with 24 bits for element {@code index}: word {@code index % 4} of the block with
     * counter {@code (index / 4, stream, step, 0)}.
     */
    public static float uniform(int seedLow, int seedHigh, int step, int stream, int index) {
        int[] block = new int[4];
        philox(index >> 2, stream, step, 0, seedLow, seedHigh, block);
        return toUnit(block[index & 3]);
    }

    /** The upper 24 bits of a word as a number in [0, 1). */
    public static float toUnit(int word) {
        return ((word >> 8) & 0xFFFFFF) * 0x1p-24f;
    }

    /** The low word of the seed, as kernels take it. */
    public int low() {
        return (int) seed;
    }

    /** The high word of the seed, as kernels take it. */
    public int high() {
        return (int) (seed >> 32);
    }

    /** A uniform number in [0, 1) of this seed. */
    public float uniform(int stream, int index) {
        return uniform(low(), high(), 0, stream, index);
    }

    /** {@code n} uniform numbers in [low, high). */
    public double[] uniforms(int stream, int n, double low, double high) {
        double[] out = new double[n];
        int[] block = new int[4];
        for (int i = 0; i < n; i++) {
            if ((i & 3) == 0) {
                philox(i >> 2, stream, 0, 0, low(), high(), block);
            }
            out[i] = low + (high - low) * toUnit(block[i & 3]);
        }
        return out;
    }

    /** {@code n} numbers of a normal distribution (Box and Muller 1958). */
    public double[] normals(int stream, int n, double mean, double deviation) {
        double[] out = new double[n];
        IntStream.range(0, (int) ((n + CHUNK - 1L) / CHUNK))
                .parallel()
                .forEach(chunk -> normals(stream, mean, deviation, out, chunk * CHUNK));
        return out;
    }

    private void normals(int stream, double mean, double deviation, double[] out, int from) {
        int[] block = new int[4];
        int to = Math.min(out.length - CHUNK, from) + CHUNK;
        for (int i = from; i < to; i += 2) {
            if ((i & 3) == 0) {
                philox(i >> 2, stream, 0, 0, low(), high(), block);
            }
            // 1 - u lies in (0, 1], so the logarithm is finite
            double radius = deviation * Math.sqrt(-2 * Math.log(1 - toUnit(block[i & 3])));
            double angle = 2 * Math.PI * toUnit(block[(i & 3) + 1]);
            out[i] = mean + radius * Math.cos(angle);
            if (i + 1 < to) {
                out[i + 1] = mean + radius * Math.sin(angle);
            }
        }
    }

    /** An integer in 0..bound-1. */
    public int below(int bound, int stream, int index) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + ": expected at least 1");
        }
        int[] block = new int[4];
        philox(index >> 2, stream, 0, 0, low(), high(), block);
        return (int) (((block[index & 3] & MASK) * bound) >> 32);
    }

    /** The numbers 0..n-1 in random order (Fisher and Yates). */
    public int[] permutation(int stream, int n) {
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            int j = below(i + 1, stream, i);
            out[i] = out[j];
            out[j] = i;
        }
        return out;
    }

    /** An independent generator, for example one per purpose or per run. */
    public Rng derive(int purpose) {
        int[] block = new int[4];
        philox(purpose, 0, 0, 1, low(), high(), block);
        return new Rng(((long) block[0] << 32) | (block[1] & MASK));
    }
}
