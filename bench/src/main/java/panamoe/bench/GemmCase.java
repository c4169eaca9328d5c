package panamoe.bench;

import java.util.List;
import panamoe.tensor.Check;
import tools.jackson.databind.node.ObjectNode;

/**
 * A matrix product {@code op(a)[m, k] op(b)[k, n] -> c[m, n]}.
 *
 * @param m rows of the result
 * @param k the extent that is summed over
 * @param n columns of the result
 * @param transpose a letter for a and one for b: T if the operand is stored transposed, N if not
 */
public record GemmCase(int m, int k, int n, String transpose) {

    /**
     * @throws IllegalArgumentException if an extent is below 1, if a matrix has more elements than a tensor can have, or if
     *     {@code transpose} is not NN, NT, TN or TT
     */
    public GemmCase {
        Check.that(m >= 1 && k >= 1 && n >= 1, "product " + m + "x" + k + "x" + n + ": expected extents of at least 1");
        Check.that(
                isTensor(m, k) && isTensor(k, n) && isTensor(m, n),
                "product " + m + "x" + k + "x" + n + ": expected at most 2^31 - 1 elements in each matrix");
        Check.that(transpose.matches("[NT][NT]"), "transpose " + transpose + ": expected NN, NT, TN or TT");
    }

    private static boolean isTensor(int rows, int columns) {
        return (long) rows * columns <= Integer.MAX_VALUE;
    }

    /** Cubes, the shapes of feed-forward networks, and odd and narrow shapes. */
    public static List<GemmCase> all() {
        return List.of(
                plain(64, 64, 64),
                plain(128, 128, 128),
                plain(256, 256, 256),
                plain(512, 512, 512),
                plain(1024, 1024, 1024),
                plain(2048, 2048, 2048),
                plain(256, 384, 1536),
                plain(256, 1536, 384),
                plain(2048, 384, 1536),
                plain(255, 257, 259),
                plain(33, 65, 127),
                plain(1, 1024, 1024),
                plain(1024, 1024, 1),
                plain(8, 1024, 256),
                plain(1024, 8, 256),
                plain(1024, 256, 8),
                plain(1000, 384, 8),
                plain(640, 384, 8));
    }

    /** The cases that are large enough for several threads: all extents are at least 512. */
    public static List<GemmCase> large() {
        return all().stream()
                .filter(c -> Math.min(c.m, Math.min(c.k, c.n)) >= 512)
                .toList();
    }

    private static GemmCase plain(int m, int k, int n) {
        return new GemmCase(m, k, n, "NN");
    }

    /** True if a is stored as {@code [k, m]}. */
    public boolean transA() {
        return transpose.charAt(0) == 'T';
    }

    /** True if b is stored as {@code [n, k]}. */
    public boolean transB() {
        return transpose.charAt(1) == 'T';
    }

    /** The multiplications and additions of the product, in 10^9. */
    public double gflop() {
        return 2e-9 * m * k * n;
    }

    /** Adds extents and transposition to a row of JSON. */
    public ObjectNode putInto(ObjectNode row) {
        return row.put("m", m).put("k", k).put("n", n).put("transpose", transpose);
    }

    @Override
    public String toString() {
        return m + "x" + k + "x" + n + (transpose.equals("NN") ? "" : " " + transpose);
    }
}
