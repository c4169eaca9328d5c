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
 * @param transpose which operands are stored transposed, a letter for a and one for b, each N (no) or T
 */
public record GemmCase(int m, int k, int n, String transpose) {

    /** Checks extents and letters. */
    public GemmCase {
        Check.that(m >= 1 && k >= 1 && n >= 1, "product " + m + "x" + k + "x" + n + ": expected extents of at least 1");
        Check.that(transpose.matches("[NT][NT]"), "transpose " + transpose + ": expected NN, NT, TN or TT");
    }

    /** Cubes, the feed-forward networks' shapes, and odd and skinny ones. */
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

    /** Those that are worth several threads. */
    public static List<GemmCase> large() {
        return all().stream()
                .filter(c -> Math.min(c.m, Math.min(c.k, c.n)) >= 512)
                .toList();
    }

    private static GemmCase plain(int m, int k, int n) {
        return new GemmCase(m, k, n, "NN");
    }

    /** Is a stored as {@code [k, m]}? */
    public boolean transA() {
        return transpose.charAt(0) == 'T';
    }

    /** Is b stored as {@code [n, k]}? */
    public boolean transB() {
        return transpose.charAt(1) == 'T';
    }

    /** Multiplications and additions, in 10^9. */
    public double gflop() {
        return 2e-9 * m * k * n;
    }

    /** The extents as keys of a row. */
    public ObjectNode putInto(ObjectNode row) {
        return row.put("m", m).put("k", k).put("n", n).put("transpose", transpose);
    }

    @Override
    public String toString() {
        return m + "x" + k + "x" + n + (transpose.equals("NN") ? "" : " " + transpose);
    }
}
