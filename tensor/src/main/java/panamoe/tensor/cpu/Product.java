package panamoe.tensor.cpu;

/**
 * A matrix product over arrays, {@code c[m, n] = alpha a[m, k] b[k, n] + beta c}, or one such product per group. Rows of
 * the stored matrices are {@code lda}, {@code ldb}, {@code ldc} elements apart; a transposed operand is stored as {@code
 * [k, m]} or {@code [n, k]}. With beta 0 what c held is not read.
 *
 * <pre>
 * ONE    c = a b
 * ROWS   c[rows of g] = a[rows of g] b[g]         m varies: rows offsets[g] to offsets[g + 1] of a and c
 * DEPTH  c[g] = a[:, depths of g] b[depths of g]  k varies: a is transposed, b is not
 * </pre>
 *
 * @param m rows of each group's product; of no meaning where they vary
 * @param k depth, like m
 * @param offsets from {@code at} on, one more than groups; null for ONE
 */
record Product(
        Varying varying,
        int groups,
        int[] offsets,
        int at,
        int m,
        int n,
        int k,
        float alpha,
        float[] a,
        int ao,
        int lda,
        boolean transA,
        float[] b,
        int bo,
        int ldb,
        boolean transB,
        float beta,
        float[] c,
        int co,
        int ldc) {

    /** What differs from group to group. */
    enum Varying {
        ONE,
        ROWS,
        DEPTH
    }

    /** The rows of c in group g. */
    int rows(int g) {
        return varying == Varying.ROWS ? length(g) : m;
    }

    /** The depth of group g's product. */
    int depth(int g) {
        return varying == Varying.DEPTH ? length(g) : k;
    }

    /** Where group g's part of a begins. */
    int a(int g) {
        return varying == Varying.ONE ? ao : ao + offsets[at + g] * lda;
    }

    /** Where group g's part of b begins. */
    int b(int g) {
        return switch (varying) {
            case ONE -> bo;
            case ROWS -> bo + g * k * n;
            case DEPTH -> bo + offsets[at + g] * ldb;
        };
    }

    /** Where group g's part of c begins. */
    int c(int g) {
        return switch (varying) {
            case ONE -> co;
            case ROWS -> co + offsets[at + g] * ldc;
            case DEPTH -> co + g * m * n;
        };
    }

    private int length(int g) {
        return offsets[at + g + 1] - offsets[at + g];
    }
}
