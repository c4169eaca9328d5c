package uk.ac.manchester.tornado.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static uk.ac.manchester.tornado.api.enums.DataTransferMode.EVERY_EXECUTION;
import static uk.ac.manchester.tornado.api.enums.DataTransferMode.FIRST_EXECUTION;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoTaskRuntimeException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.cublas.CuBlas;

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

    @Test
    void takesTheSameArgumentsInTf32() {
        FloatArray x = new FloatArray(1);
        assertThat(CuBlas.cublasSgemmTF32(0, 1, 2, 3, 4, 5f, x, 6, x, 7, 8f, x, 9)
                        .getParameters())
                .containsExactly(0, 1, 2, 3, 4, 5f, x, 6, x, 7, 8f, x, 9);
    }

    @Test
    void refusesAnOperationThatItDoesNotHave() {
        FloatArray x = new FloatArray(64);
        assertThatThrownBy(() -> run(2, 0, x, 8, x, 8, 0f, x))
                .isInstanceOf(TornadoTaskRuntimeException.class)
                .hasMessageStartingWith("task g.product failed: cublasSgemm with operation 2");
    }
}
