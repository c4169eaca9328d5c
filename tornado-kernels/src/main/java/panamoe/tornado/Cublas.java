package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.Precision;
import panamoe.tensor.Tensor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.cublas.CuBlas;

/**
 * Dense products as tasks of cuBLAS, on the stream of the other tasks (CUDA backend only).
 *
 * <p>A task of cuBLAS takes whole arrays. So an operand inside a larger buffer, such as a weight, is copied first
 * ({@link Copies}). The copy costs little compared with a product of many rows.
 *
 * <p>The sizes of a product are compiled into its task, so each size needs a plan of its own. The number of tokens
 * differs from step to step. So the number of rows is rounded up to one of few values. The padding rows of an operand
 * are undefined, and nobody reads those of the result. A product that sums over rows, such as a weight's gradient,
 * cannot be padded this way. If its number of rows is not one of those values, the tiled kernel computes it.
 */
final class Cublas {

    /**
     * {@code C = alpha op(A) op(B) + beta C} of column-major matrices. Integers: opA, opB, m, n, k, lda, ldb, ldc;
     * reals: alpha, beta.
     */
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

    private static final int ROW_STEP = 64;

    /** Copies of the two operands and of c, the product, and a copy of the result to c. */
    private static final int MAX_CALLS = 5;

    private Cublas() {}

    /**
     * The number of rows that a product is padded to: a multiple of 64 up to 1024, and above that one of eight values
     * between two powers of two.
     */
    static int rounded(int rows) {
        int step = Math.max(ROW_STEP, Integer.highestOneBit(rows) / 8);
        return Math.ceilDiv(rows, step) * step;
    }

    /** True if no operand is empty and no sum would run over padding rows. */
    static boolean takes(Tensor a, boolean transA, Tensor b, boolean transB) {
        boolean sumsRows = transA && !transB;
        int rows = a.shape().rows();
        return a.size() > 0 && b.size() > 0 && (!sumsRows || rounded(rows) == rows);
    }

    /** {@link panamoe.tensor.MatrixKernels#gemm} for operands that {@link #takes} accepts. */
    static void gemm(
            Recorder recorder,
            double alpha,
            Tensor a,
            boolean transA,
            Tensor b,
            boolean transB,
            double beta,
            Tensor c) {
        recorder.makeRoom(MAX_CALLS);
        int k = transA ? a.shape().rows() : a.shape().columns();
        int n = c.shape().columns();
        int m = c.shape().rows();
        int rows = transA ? m : rounded(m);
        Tensor wholeA = recorder.copies().whole(a);
        Tensor wholeB = recorder.copies().whole(b);
        // the product writes the padding rows too
        boolean inPlace =
                c.offset() == 0 && (rows == m || c.size() == recorder.buffer(c).length());
        Tensor wholeC = inPlace ? c : recorder.scratch(DType.F32, c.size());
        if (wholeC != c && beta != 0) {
            recorder.copy(c, wholeC);
        }
        // a row-major matrix is the transpose of a column-major one, so this computes c^T = op(b)^T op(a)^T
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
