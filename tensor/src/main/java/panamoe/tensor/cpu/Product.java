package panamoe.tensor.cpu;

/**
 * A matrix product over arrays, {@code c[m, n] = alpha a[m, k] b[k, n] + beta c}, or one such product per group. Rows
 * of the stored matrices are {@code lda}, {@code ldb}, {@code ldc} elements apart; a transposed operand is stored as
 * {@code [k, m]} or {@code [n, k]}. With beta 0 the old content of c is not read.
 *
 * <pre>
 * ONE    c = a b
 * ROWS   c[rows of g] = a[rows of g] b[g]         m varies: rows offsets[g] to offsets[g + 1] of a and c
 * DEPTH  c[g] = a[:, depths of g] b[depths of g]  k varies: a is transposed, b is not
 * </pre>
 *
 * <p>The factory sets the dimension that varies; then one call sets each operand:
 *
 * <pre>{@code
 * Product.one(m, n, k).a(x, xo, lda, false).b(w, wo, ldb, true).c(y, yo, ldc)
 * }</pre>
 *
 * <p>It is one object with fields, not a record of records, because a training step makes hundreds of them.
 */
final class Product {

    /** The dimension that differs from group to group. */
    enum Varying {
        ONE,
        ROWS,
        DEPTH
    }

    private static final int[] NO_OFFSETS = {};
    private static final float[] NO_ELEMENTS = {};

    /** A product of empty matrices. */
    static final Product NOTHING = one(0, 0, 0);

    private final Varying varying;
    private final int groups;
    private final int[] offsets;
    private final int at;
    private final int m;
    private final int n;
    private final int k;
    private float alpha = 1;
    private float beta;
    private float[] a = NO_ELEMENTS;
    private int ao;
    private int lda;
    private boolean transA;
    private float[] b = NO_ELEMENTS;
    private int bo;
    private int ldb;
    private boolean transB;
    private float[] c = NO_ELEMENTS;
    private int co;
    private int ldc;

    private Product(Varying varying, int groups, int[] offsets, int at, int m, int n, int k) {
        this.varying = varying;
        this.groups = groups;
        this.offsets = offsets;
        this.at = at;
        this.m = m;
        this.n = n;
        this.k = k;
    }

    /** A single product {@code [m, k] x [k, n]}. */
    static Product one(int m, int n, int k) {
        return new Product(Varying.ONE, 1, NO_OFFSETS, 0, m, n, k);
    }

    /** A product {@code [rows of g, k] x [k, n]} per group; the rows of g begin at {@code offsets[at + g]}. */
    static Product byRows(int groups, int[] offsets, int at, int n, int k) {
        return new Product(Varying.ROWS, groups, offsets, at, 0, n, k);
    }

    /**
     * A product {@code [m, depths of g] x [depths of g, n]} per group; the depths of g begin at {@code offsets[at +
     * g]}.
     */
    static Product byDepth(int groups, int[] offsets, int at, int m, int n) {
        return new Product(Varying.DEPTH, groups, offsets, at, m, n, 0);
    }

    /** Sets the left operand: elements of x from {@code offset} on, stored rows {@code rowLength} apart. */
    Product a(float[] x, int offset, int rowLength, boolean transposed) {
        a = x;
        ao = offset;
        lda = rowLength;
        transA = transposed;
        return this;
    }

    /** Sets the right operand, as {@link #a(float[], int, int, boolean)}. */
    Product b(float[] x, int offset, int rowLength, boolean transposed) {
        b = x;
        bo = offset;
        ldb = rowLength;
        transB = transposed;
        return this;
    }

    /** Sets the result, as {@link #a(float[], int, int, boolean)}. */
    Product c(float[] y, int offset, int rowLength) {
        c = y;
        co = offset;
        ldc = rowLength;
        return this;
    }

    /** Sets alpha and beta, the factors of the product and of the old content of c; the defaults are 1 and 0. */
    Product scaled(float ofProduct, float ofPresent) {
        alpha = ofProduct;
        beta = ofPresent;
        return this;
    }

    Varying varying() {
        return varying;
    }

    int groups() {
        return groups;
    }

    /** Rows of each group's product; 0 if they vary. */
    int m() {
        return m;
    }

    int n() {
        return n;
    }

    /** Depth of each group's product; 0 if it varies. */
    int k() {
        return k;
    }

    float alpha() {
        return alpha;
    }

    float beta() {
        return beta;
    }

    float[] a() {
        return a;
    }

    int ao() {
        return ao;
    }

    int lda() {
        return lda;
    }

    boolean transA() {
        return transA;
    }

    float[] b() {
        return b;
    }

    int bo() {
        return bo;
    }

    int ldb() {
        return ldb;
    }

    boolean transB() {
        return transB;
    }

    float[] c() {
        return c;
    }

    int co() {
        return co;
    }

    int ldc() {
        return ldc;
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
