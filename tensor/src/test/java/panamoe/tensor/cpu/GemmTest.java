package panamoe.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.DType;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** One size for each code path of {@link Gemm}, all with tails. */
class GemmTest {

    private static final int LARGEST = 1601 * 301;
    private static final double[] A = new Rng(3).uniforms(0, LARGEST, -1, 1);
    private static final double[] B = new Rng(4).uniforms(0, LARGEST, -1, 1);

    private static List<Arguments> products() {
        List<Arguments> all = new ArrayList<>();
        int[][] sizes = {
            {131, 301, 1601}, // several blocks of panels and several passes over the depth
            {64, 67, 65}, // both operands in place
            {300, 70, 200}, // both operands packed, a single pass
            {205, 8, 300}, // a narrow tile, a in place
            {11, 299, 400}, // one panel of rows, b in place
            {1, 700, 301}, // a vector and a matrix
            {700, 1, 301} // a matrix and a vector
        };
        for (String backend : new String[] {"vector", "scalar"}) {
            for (int[] size : sizes) {
                for (int transposed = 0; transposed < 4; transposed++) {
                    all.add(Arguments.of(
                            backend, size[0], size[1], size[2], (transposed & 1) != 0, (transposed & 2) != 0));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("products")
    void agreesWithTheSumInDoubleOnAnyNumberOfThreads(
            String backend, int m, int n, int k, boolean transA, boolean transB) {
        float[] one = product(backend, 1, m, n, k, transA, transB);
        for (int i = 0; i < m; i += m > 100 ? 13 : 1) {
            for (int j = 0; j < n; j += n > 100 ? 7 : 1) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += (double) (float) A[transA ? p * m + i : i * k + p]
                            * (float) B[transB ? j * k + p : p * n + j];
                }
                // k products of at most 1, each sum rounded by at most half an ulp of a partial sum below 64
                assertThat((double) one[i * n + j])
                        .as("c[%d, %d] on %s", i, j, backend)
                        .isEqualTo(sum, within(1e-3));
            }
        }
        for (int threads : new int[] {2, 7, 16}) {
            assertThat(product(backend, threads, m, n, k, transA, transB))
                    .as("%d threads of %s", threads, backend)
                    .isEqualTo(one);
        }
    }

    private static float[] product(String name, int threads, int m, int n, int k, boolean transA, boolean transB) {
        try (Backend backend = Backends.create(name, threads)) {
            Tensor a = Tensor.of(backend, transA ? Shape.of(k, m) : Shape.of(m, k), first(A, m * k));
            Tensor b = Tensor.of(backend, transB ? Shape.of(n, k) : Shape.of(k, n), first(B, k * n));
            Tensor c = Tensor.zeros(backend, DType.F32, Shape.of(m, n));
            backend.gemm(a, transA, b, transB, c);
            return backend.readFloats(c);
        }
    }

    private static double[] first(double[] values, int count) {
        return Arrays.copyOf(values, count);
    }
}
