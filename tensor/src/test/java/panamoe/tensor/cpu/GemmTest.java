package panamoe.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.DType;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Products beyond one block in every direction: several chunks of panels and several passes over the depth, all with tails. */
class GemmTest {

    private static final int M = 131;
    private static final int N = 301;
    private static final int K = 1601;
    private static final double[] A = new Rng(3).uniforms(0, M * K, -1, 1);
    private static final double[] B = new Rng(4).uniforms(0, K * N, -1, 1);

    @ParameterizedTest
    @CsvSource({
        "vector, false, false", "vector, true, false", "vector, false, true", "vector, true, true",
        "scalar, false, false", "scalar, true, false", "scalar, false, true", "scalar, true, true"
    })
    void agreesWithTheSumInDoubleOnAnyNumberOfThreads(String backend, boolean transA, boolean transB) {
        float[] one = product(backend, 1, transA, transB);
        for (int i = 0; i < M; i += 13) {
            for (int j = 0; j < N; j += 7) {
                double sum = 0;
                for (int p = 0; p < K; p++) {
                    sum += (double) (float) A[transA ? p * M + i : i * K + p]
                            * (float) B[transB ? j * K + p : p * N + j];
                }
                // K products of at most 1, each sum rounded by at most half an ulp of a partial sum below 64
                assertThat((double) one[i * N + j])
                        .as("c[%d, %d] on %s", i, j, backend)
                        .isEqualTo(sum, within(1e-3));
            }
        }
        for (int threads : new int[] {2, 7, 16}) {
            assertThat(product(backend, threads, transA, transB))
                    .as("%d threads of %s", threads, backend)
                    .isEqualTo(one);
        }
    }

    private static float[] product(String name, int threads, boolean transA, boolean transB) {
        try (Backend backend = Backends.create(name, threads)) {
            Tensor a = Tensor.of(backend, transA ? Shape.of(K, M) : Shape.of(M, K), A);
            Tensor b = Tensor.of(backend, transB ? Shape.of(N, K) : Shape.of(K, N), B);
            Tensor c = Tensor.zeros(backend, DType.F32, Shape.of(M, N));
            backend.gemm(a, transA, b, transB, c);
            return backend.readFloats(c);
        }
    }
}
