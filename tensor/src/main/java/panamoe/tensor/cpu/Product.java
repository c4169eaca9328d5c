package panamoe.tensor.cpu;

/**
 * One matrix product over arrays: {@code c[m, n] = alpha a[m, k] b[k, n] + beta c}. Rows of the stored matrices are
 * {@code lda}, {@code ldb}, {@code ldc} elements apart; a transposed operand is stored as {@code [k, m]} or {@code [n,
 * k]}. With beta 0 what c held is not read.
 */
record Product(
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
        int ldc) {}
