package uk.ac.manchester.tornado.cublas;

import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.standin.Sgemm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** NVIDIA's matrix products as tasks. The stand-in computes them in plain Java. Matrices are column-major. */
public final class CuBlas {

    public static final String LIBRARY_NAME = "nvidia/cublas";

    private CuBlas() {}

    /**
     * {@code C = alpha op(A) op(B) + beta C}, where {@code op(A)} is {@code [m, k]}, {@code op(B)} {@code [k, n]} and C
     * {@code [m, n]}. C is not read if beta is 0.
     *
     * @param transa 0 if {@code op(A)} is A, 1 if it is A transposed
     * @param transb the same for B
     * @param lda leading dimension of A: the distance of its columns
     * @param ldb leading dimension of B
     * @param ldc leading dimension of C
     */
    public static LibraryTaskDescriptor cublasSgemm(
            int transa,
            int transb,
            int m,
            int n,
            int k,
            float alpha,
            FloatArray matrixA,
            int lda,
            FloatArray matrixB,
            int ldb,
            float beta,
            FloatArray matrixC,
            int ldc) {
        return new LibraryTaskDescriptor()
                .withLibrary(LIBRARY_NAME)
                .withFunction(Sgemm.FUNCTION)
                .withParameters(
                        new Object[] {transa, transb, m, n, k, alpha, matrixA, lda, matrixB, ldb, beta, matrixC, ldc});
    }

    /**
     * {@link #cublasSgemm} with operands that the device rounds to TF32, 10 bits of mantissa. The stand-in does not
     * round.
     */
    public static LibraryTaskDescriptor cublasSgemmTF32(
            int transa,
            int transb,
            int m,
            int n,
            int k,
            float alpha,
            FloatArray matrixA,
            int lda,
            FloatArray matrixB,
            int ldb,
            float beta,
            FloatArray matrixC,
            int ldc) {
        return cublasSgemm(transa, transb, m, n, k, alpha, matrixA, lda, matrixB, ldb, beta, matrixC, ldc);
    }
}
