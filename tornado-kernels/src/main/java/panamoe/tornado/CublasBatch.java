package panamoe.tornado;

import panamoe.tensor.Tensor;
import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.cublas.CuBlas;
import uk.ac.manchester.tornado.cublas.CuBlasOptions;
import uk.ac.manchester.tornado.cublas.enums.CuBlasMathMode;

/** Products of one size by a single task of cuBLAS, on operands rounded to TF32 (CUDA backend only). */
final class CublasBatch {

    /**
     * {@code C[i] = alpha op(A[i]) op(B[i]) + beta C[i]} by columns; ints: opA, opB, m, n, k, lda, strideA, ldb, strideB, ldc,
     * strideC, how many; reals: alpha, beta.
     */
    private static final Kernel SGEMM_BATCH_TF32 = Kernel.library(
            "cublasSgemmBatchTF32",
            3,
            (graph, id, arrays, ints, reals) -> graph.libraryTask(
                    id,
                    CublasBatch::sgemmStridedBatchedTF32,
                    ints[0],
                    ints[1],
                    ints[2],
                    ints[3],
                    ints[4],
                    reals[0],
                    (FloatArray) arrays[0],
                    ints[5],
                    (long) ints[6],
                    (FloatArray) arrays[1],
                    ints[7],
                    (long) ints[8],
                    reals[1],
                    (FloatArray) arrays[2],
                    ints[9],
                    (long) ints[10],
                    ints[11]));

    private CublasBatch() {}

    /** As {@link PaddedGroups.Batch}. */
    static void multiply(Recorder recorder, Tensor a, boolean transA, Tensor b, boolean transB, Tensor c) {
        int m = c.shape().dim(1);
        int n = c.shape().columns();
        int k = a.shape().dim(transA ? 1 : 2);
        // c by rows is its transpose by columns: c^T = op(b)^T op(a)^T
        recorder.call(SGEMM_BATCH_TF32)
                .in(recorder.copies().whole(b))
                .in(a)
                .out(c)
                .ints(
                        transB ? 1 : 0,
                        transA ? 1 : 0,
                        n,
                        m,
                        k,
                        b.shape().columns(),
                        k * n,
                        a.shape().columns(),
                        m * k,
                        n,
                        m * n,
                        c.shape().dim(0))
                .reals(1, 0)
                .run();
    }

    private static LibraryTaskDescriptor sgemmStridedBatchedTF32(
            int transA,
            int transB,
            int m,
            int n,
            int k,
            float alpha,
            FloatArray a,
            int lda,
            long strideA,
            FloatArray b,
            int ldb,
            long strideB,
            float beta,
            FloatArray c,
            int ldc,
            long strideC,
            int count) {
        return CuBlas.cublasSgemmStridedBatched(
                        transA, transB, m, n, k, alpha, a, lda, strideA, b, ldb, strideB, beta, c, ldc, strideC, count)
                .withTuning(new CuBlasOptions().withMathMode(CuBlasMathMode.CUBLAS_TF32_TENSOR_OP_MATH));
    }
}
