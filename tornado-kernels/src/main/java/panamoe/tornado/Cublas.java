package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.Precision;
import panamoe.tensor.Tensor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.cublas.CuBlas;

/**
 * Dense products as tasks of cuBLAS, on the stream of the other tasks (CUDA backend only).
 *
 * <p>Such a task takes whole arrays. So an operand that is a part of a larger buffer, as weights are, is copied first
 * ({@link Copies}), which is little beside a product of many rows.
 *
 * <p>The numbers of a task are built in, so a product of another size is another plan. The number of tokens differs from
 * step to step: rows are rounded up to one of eight numbers an octave, and what the rows behind the last hold is neither
 * set nor read. Where the rows are summed over, as in the gradients of weights, that cannot be: a product whose number of
 * rows is none of those is left to the tiled kernel.
 */
final class Cublas {

    /** {@code C = alpha op(A) op(B) + beta C} by columns; ints: opA, opB, m, n, k, lda, ldb, ldc; reals: alpha, beta. */
    private static final Kernel SGEMM = Kernel.library(
            "cublasSgemm",
            3,
            (graph, id, arrays, ints, reals) -> graph.libraryTask(
                    id,
                    CuBlas::cublasSgemm,
                    ints[0],
                    ints[1],
                    ints[2],
                    ints[3],
                    ints[4],
                    reals[0],
                    (FloatArray) arrays[0],
                    ints[5],
                    (FloatArray) arrays[1],
                    ints[6],
                    reals[1],
                    (FloatArray) arrays[2],
                    ints[7]));

    /** The same on operands rounded to TF32. */
    private static final Kernel SGEMM_TF32 = Kernel.library(
            "cublasSgemmTF32",
            3,
            (graph, id, arrays, ints, reals) -> graph.libraryTask(
                    id,
                    CuBlas::cublasSgemmTF32,
                    ints[0],
                    ints[1],
                    ints[2],
                    ints[3],
                    ints[4],
                    reals[0],
                    (FloatArray) arrays[0],
                    ints[5],
                    (FloatArray) arrays[1],
                    ints[6],
                    reals[1],
                    (FloatArray) arrays[2],
                    ints[7]));

    private static final int LEAST_ROWS = 64;

    /** Copies of the operands and of the result, the product, and the result's way back. */
    private static final int MOST_CALLS = 5;

    private Cublas() {}

    /** At least the rows of a tile; and then eight numbers from one power of two to the next. */
    static int rounded(int rows) {
        int step = Math.max(LEAST_ROWS, Integer.highestOneBit(rows) / 8);
        return Math.ceilDiv(rows, step) * step;
    }

    /** True unless an operand is empty, or rows of a number that is not {@link #rounded} are summed over. */
    static boolean takes(Tensor a, boolean transA, Tensor b, boolean transB) {
        boolean sumsRows = transA && !transB;
        int rows = a.shape().rows();
        return a.size() > 0 && b.size() > 0 && (!sumsRows || rounded(rows) == rows);
    }

    /** As {@link panamoe.tensor.MatrixKernels#gemm}, of operands that it {@link #takes}. */
    static void gemm(
            Recorder recorder,
            double alpha,
            Tensor a,
            boolean transA,
            Tensor b,
            boolean transB,
            double beta,
            Tensor c) {
        recorder.makeRoom(MOST_CALLS);
        int k = transA ? a.shape().rows() : a.shape().columns();
        int n = c.shape().columns();
        int m = c.shape().rows();
        int rows = transA ? m : rounded(m);
        Tensor wholeA = recorder.copies().whole(a);
        Tensor wholeB = recorder.copies().whole(b);
        // rows behind the last are written too
        boolean inPlace =
                c.offset() == 0 && (rows == m || c.size() == recorder.buffer(c).length());
        Tensor wholeC = inPlace ? c : recorder.scratch(DType.F32, c.size());
        if (wholeC != c && beta != 0) {
            recorder.copy(c, wholeC);
        }
        // c by rows is its transpose by columns: c^T = op(b)^T op(a)^T
        Call call = recorder.call(recorder.precision() == Precision.TF32 ? SGEMM_TF32 : SGEMM)
                .in(wholeB)
                .in(wholeA)
                .reaching(transA ? 0 : Math.multiplyExact(rows, k));
        (beta == 0 ? call.out(wholeC) : call.inOut(wholeC))
                .reaching(Math.multiplyExact(rows, n))
                .ints(
                        transB ? 1 : 0,
                        transA ? 1 : 0,
                        n,
                        rows,
                        k,
                        b.shape().columns(),
                        a.shape().columns(),
                        n)
                .reals(alpha, beta)
                .run();
        if (wholeC != c) {
            recorder.copy(wholeC, c);
            recorder.discard(wholeC);
        }
    }
}
