package panamoe.tensor.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Attention forward and backward: the probabilities of both sum to 1 for scores of any size. If they do, the gradient
 * of the values, summed over the rows of a sequence, equals the sum of the upstream gradients.
 */
public final class LargeScores {

    private static final int HEADS = 2;
    private static final int WIDTH = 32;
    private static final int D = HEADS * WIDTH;

    /** Entries of queries and keys: scores of up to 6e37. */
    private static final double[] SIZES = {0.1, 30, 1000, 133120, 1e8, 1e18};

    /** Lengths around the blocks of 4, 8 and 64 rows into which backends split the work. */
    private static final int[] LENGTHS = {1, 3, 70, 130};

    private LargeScores() {}

    /**
     * Fails unless all probabilities sum to 1, equal scores get equal probabilities, and NaN among the scores gives
     * NaN.
     */
    public static void check(Backend k, String name) {
        nan(k, name);
        for (double size : SIZES) {
            for (int length : LENGTHS) {
                check(k, name, size, length, true);
                check(k, name, size, length, false);
            }
        }
    }

    private static void nan(Backend k, String name) {
        double[] x = new double[2 * 3 * D];
        Arrays.fill(x, 1);
        x[0] = Double.NaN;
        Tensor y = Tensor.zeros(k, k.floatType(), Shape.of(2, D));
        Tensor normalizers = Tensor.zeros(k, k.floatType(), Shape.of(2, 2 * HEADS));
        k.attention(Tensor.of(k, Shape.of(2, 3 * D), x), Tensor.ofInts(k, Shape.of(2), 0, 2), HEADS, y, normalizers);
        // the first head of the first row
        double[] out = k.readDoubles(y);
        for (int i = 0; i < out.length; i++) {
            assertThat(Double.isNaN(out[i])).as("%s: output %d", name, i).isEqualTo(i < WIDTH);
        }
    }

    private static void check(Backend k, String name, double size, int length, boolean equal) {
        SplittableRandom random = new SplittableRandom(length);
        double[] x = new double[length * 3 * D];
        double[] upstream = new double[length * D];
        Arrays.setAll(x, i -> i % (3 * D) >= 2 * D ? 1 : equal ? size : size * (2 * random.nextDouble() - 1));
        Arrays.setAll(upstream, i -> 0.5 + random.nextDouble());
        Tensor qkv = Tensor.of(k, Shape.of(length, 3 * D), x);
        Tensor gy = Tensor.of(k, Shape.of(length, D), upstream);
        Tensor offsets = Tensor.ofInts(k, Shape.of(2), 0, length);
        Tensor y = Tensor.zeros(k, k.floatType(), Shape.of(length, D));
        Tensor normalizers = Tensor.zeros(k, k.floatType(), Shape.of(length, 2 * HEADS));
        Tensor gqkv = Tensor.zeros(k, k.floatType(), Shape.of(length, 3 * D));
        k.attention(qkv, offsets, HEADS, y, normalizers);
        k.attentionBackward(qkv, normalizers, gy, offsets, HEADS, gqkv);
        String where = "%s: %d %s rows of size %s".formatted(name, length, equal ? "equal" : "random", size);

        // values are 1, so outputs are the sums of probabilities: of up to 130 terms, each with an error of some ulp
        for (double sum : k.readDoubles(y)) {
            assertThat(sum).as(where).isCloseTo(1, within(1e-5));
        }
        double[] g = k.readDoubles(gqkv);
        for (int c = 0; c < D; c++) {
            double given = 0;
            double taken = 0;
            for (int row = 0; row < length; row++) {
                given += upstream[row * D + c];
                taken += g[row * 3 * D + 2 * D + c];
            }
            assertThat(taken / given).as("%s: gradient of value %d", where, c).isCloseTo(1, within(1e-5));
            if (equal) {
                double share = g[2 * D + c] * length / given;
                assertThat(share)
                        .as("%s: row 0's gradient of value %d", where, c)
                        .isCloseTo(1, within(1e-5));
            }
        }
        // all values are equal, so the output does not depend on the scores: the gradients of queries and keys are the
        // rounding errors of sums of 32 terms
        double largest = 0;
        for (int i = 0; i < g.length; i++) {
            largest = i % (3 * D) < 2 * D ? Math.max(largest, Math.abs(g[i])) : largest;
        }
        assertThat(largest).as("%s: gradients of queries and keys", where).isLessThan(1e-4 * size * Math.sqrt(length));
    }
}
