package uk.ac.manchester.tornado.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static uk.ac.manchester.tornado.api.enums.DataTransferMode.EVERY_EXECUTION;
import static uk.ac.manchester.tornado.api.enums.DataTransferMode.FIRST_EXECUTION;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.cublas.CuBlas;
import uk.ac.manchester.tornado.cublas.CuBlasOptions;
import uk.ac.manchester.tornado.cublas.enums.CuBlasMathMode;

class LibraryTaskTest {

    private static final int M = 3;
    private static final int N = 4;
    private static final int K = 5;
    private static final int SPARE = 2;

    /** A matrix, row by column. */
    private static double[][] random(Random random, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        return matrix;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] out = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                out[j][i] = matrix[i][j];
            }
        }
        return out;
    }

    /** Column by column, with NaNs between the columns. */
    private static FloatArray columns(double[][] matrix) {
        int distance = matrix.length + SPARE;
        FloatArray out = new FloatArray(distance * matrix[0].length);
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                out.set(j * distance + i, (float) matrix[i][j]);
            }
        }
        return out;
    }

    private static void run(
            int transA, int transB, FloatArray a, int lda, FloatArray b, int ldb, float beta, FloatArray c)
            throws TornadoExecutionPlanException {
        TaskGraph graph = new TaskGraph("g")
                .transferToDevice(FIRST_EXECUTION, a, b, c)
                .libraryTask(
                        "product", CuBlas::cublasSgemm, transA, transB, M, N, K, 2f, a, lda, b, ldb, beta, c, M + SPARE)
                .transferToHost(EVERY_EXECUTION, c);
        try (TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot())) {
            plan.execute();
        }
    }

    @Test
    void multipliesMatricesThatLieColumnByColumn() throws TornadoExecutionPlanException {
        Random random = new Random(1);
        double[][] a = random(random, M, K);
        double[][] b = random(random, K, N);
        double[][] c = random(random, M, N);
        for (int transA = 0; transA < 2; transA++) {
            for (int transB = 0; transB < 2; transB++) {
                for (float beta : new float[] {0f, 0.5f}) {
                    double[][] storedA = transA == 0 ? a : transposed(a);
                    double[][] storedB = transB == 0 ? b : transposed(b);
                    FloatArray out = columns(c);
                    run(
                            transA,
                            transB,
                            columns(storedA),
                            storedA.length + SPARE,
                            columns(storedB),
                            storedB.length + SPARE,
                            beta,
                            out);
                    for (int i = 0; i < M; i++) {
                        for (int j = 0; j < N; j++) {
                            double expected = beta * c[i][j];
                            for (int p = 0; p < K; p++) {
                                expected += 2 * a[i][p] * b[p][j];
                            }
                            // five products of single precision
                            assertThat((double) out.get(j * (M + SPARE) + i))
                                    .as("trans %d %d, beta %s, element %d, %d", transA, transB, beta, i, j)
                                    .isCloseTo(expected, Offset.offset(1e-5));
                        }
                    }
                }
            }
        }
    }

    /** Arrays behind each other, with a NaN behind each. */
    private static FloatArray behindEachOther(FloatArray... arrays) {
        int stride = arrays[0].getSize() + 1;
        FloatArray all = new FloatArray(stride * arrays.length);
        for (int i = 0; i < arrays.length; i++) {
            for (int j = 0; j < stride; j++) {
                all.set(i * stride + j, j < arrays[i].getSize() ? arrays[i].get(j) : Float.NaN);
            }
        }
        return all;
    }

    @Test
    void multipliesEachOfABatch() throws TornadoExecutionPlanException {
        int count = 3;
        Random random = new Random(2);
        for (int transA = 0; transA < 2; transA++) {
            for (int transB = 0; transB < 2; transB++) {
                for (float beta : new float[] {0f, 0.5f}) {
                    FloatArray[] a = new FloatArray[count];
                    FloatArray[] b = new FloatArray[count];
                    FloatArray[] c = new FloatArray[count];
                    int lda = (transA == 0 ? M : K) + SPARE;
                    int ldb = (transB == 0 ? K : N) + SPARE;
                    for (int i = 0; i < count; i++) {
                        a[i] = columns(transA == 0 ? random(random, M, K) : random(random, K, M));
                        b[i] = columns(transB == 0 ? random(random, K, N) : random(random, N, K));
                        c[i] = columns(random(random, M, N));
                    }
                    FloatArray all = behindEachOther(c);
                    runBatch(transA, transB, behindEachOther(a), lda, behindEachOther(b), ldb, beta, all, count);
                    for (int i = 0; i < count; i++) {
                        run(transA, transB, a[i], lda, b[i], ldb, beta, c[i]);
                    }
                    FloatArray expected = behindEachOther(c);
                    for (int i = 0; i < all.getSize(); i++) {
                        assertThat(all.get(i))
                                .as("trans %d %d, beta %s, element %d", transA, transB, beta, i)
                                .isEqualTo(Float.valueOf(expected.get(i)));
                    }
                }
            }
        }
    }

    private static void runBatch(
            int transA, int transB, FloatArray a, int lda, FloatArray b, int ldb, float beta, FloatArray c, int count)
            throws TornadoExecutionPlanException {
        TaskGraph graph = new TaskGraph("g")
                .transferToDevice(FIRST_EXECUTION, a, b, c)
                .libraryTask(
                        "products",
                        CuBlas::cublasSgemmStridedBatched,
                        transA,
                        transB,
                        M,
                        N,
                        K,
                        2f,
                        a,
                        lda,
                        (long) a.getSize() / count,
                        b,
                        ldb,
                        (long) b.getSize() / count,
                        beta,
                        c,
                        M + SPARE,
                        (long) c.getSize() / count,
                        count)
                .transferToHost(EVERY_EXECUTION, c);
        try (TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot())) {
            plan.execute();
        }
    }

    @Test
    void takesTheSameArgumentsInTf32() {
        FloatArray x = new FloatArray(1);
        LibraryTaskDescriptor call = CuBlas.cublasSgemmTF32(0, 1, 2, 3, 4, 5f, x, 6, x, 7, 8f, x, 9);
        assertThat(call.getParameters()).containsExactly(0, 1, 2, 3, 4, 5f, x, 6, x, 7, 8f, x, 9);
        assertThat(((CuBlasOptions) call.getTuning()).getMathMode())
                .isEqualTo(CuBlasMathMode.CUBLAS_TF32_TENSOR_OP_MATH);
    }

    @Test
    void refusesAnOperationThatItDoesNotHave() {
        FloatArray x = new FloatArray(64);
        assertThatThrownBy(() -> run(2, 0, x, 8, x, 8, 0f, x))
                .isInstanceOf(TornadoTaskRuntimeException.class)
                .hasMessageStartingWith("task g.product failed: cublasSgemm with operation 2");
    }
}
