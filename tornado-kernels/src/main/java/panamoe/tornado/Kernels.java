package panamoe.tornado;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Three kernels, one of each kind: an elementwise one, one over rows, a matrix product. */
public final class Kernels {

    private Kernels() {}

    /**
     * {@code y[n] = x Phi(x)}, see {@link panamoe.tensor.ElementwiseKernels#gelu}.
     *
     * @param extents n
     */
    public static void gelu(IntArray extents, FloatArray x, FloatArray y) {
        for (@Parallel int i = 0; i < extents.get(0); i++) {
            float v = x.get(i);
            y.set(i, 0.5f * v * (1f + erf(0.70710678f * v)));
        }
    }

    /** The error function within 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26). */
    private static float erf(float x) {
        float magnitude = TornadoMath.abs(x);
        float t = 1f / (1f + 0.3275911f * magnitude);
        float polynomial =
                ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;
        float tail = polynomial * TornadoMath.exp(-magnitude * magnitude);
        return x < 0f ? tail - 1f : 1f - tail;
    }

    /**
     * {@code y[n, d] = softmax of each row of x[n, d]}, one thread a row, see {@link
     * panamoe.tensor.RowKernels#softmax}.
     *
     * @param extents n, d
     */
    public static void softmax(IntArray extents, FloatArray x, FloatArray y) {
        for (@Parallel int row = 0; row < extents.get(0); row++) {
            int columns = extents.get(1);
            int begin = row * columns;
            float max = -3.4028235e38f;
            for (int j = 0; j < columns; j++) {
                max = TornadoMath.max(max, x.get(begin + j));
            }
            float sum = 0f;
            for (int j = 0; j < columns; j++) {
                float e = TornadoMath.exp(x.get(begin + j) - max);
                y.set(begin + j, e);
                sum = sum + e;
            }
            for (int j = 0; j < columns; j++) {
                y.set(begin + j, y.get(begin + j) / sum);
            }
        }
    }

    /**
     * {@code c[m, n] = alpha op(a) op(b) + beta c}, one thread an element of c, see {@link
     * panamoe.tensor.MatrixKernels#gemm}. The four transpose combinations are four choices of strides.
     *
     * @param extents m, n, k; then the distance in a from one row to the next and from one column to the next, and the
     *     same in b, transposes applied
     * @param factors alpha, beta; with beta 0, c is not read
     */
    public static void gemm(IntArray extents, FloatArray factors, FloatArray a, FloatArray b, FloatArray c) {
        for (@Parallel int i = 0; i < extents.get(0); i++) {
            for (@Parallel int j = 0; j < extents.get(1); j++) {
                float sum = 0f;
                for (int p = 0; p < extents.get(2); p++) {
                    float left = a.get(i * extents.get(3) + p * extents.get(4));
                    float right = b.get(p * extents.get(5) + j * extents.get(6));
                    sum = left * right + sum;
                }
                int at = i * extents.get(1) + j;
                float result = factors.get(0) * sum;
                if (factors.get(1) != 0f) {
                    result = factors.get(1) * c.get(at) + result;
                }
                c.set(at, result);
            }
        }
    }
}
