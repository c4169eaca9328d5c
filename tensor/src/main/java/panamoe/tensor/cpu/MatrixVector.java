package panamoe.tensor.cpu;

import java.util.Arrays;
import panamoe.tensor.Parallel;

/**
 * The product of a matrix and a vector. It reads each element of the matrix once, so packing would cost more than the
 * product.
 */
final class MatrixVector {

    /** Elements of the result per job. */
    private static final int CHUNK = 512;

    private final KernelSet kernels;
    private final Parallel parallel;

    MatrixVector(KernelSet kernels, Parallel parallel) {
        this.kernels = kernels;
        this.parallel = parallel;
    }

    /** True if one operand of the product is a contiguous vector and the result is contiguous. */
    boolean serves(Product p) {
        if (p.varying() != Product.Varying.ONE) {
            return false;
        }
        return p.m() == 1 && (!p.transA() || p.lda() == 1)
                || p.n() == 1 && p.ldc() == 1 && (p.transB() || p.ldb() == 1);
    }

    /** Computes a product for which {@link #serves} is true. */
    void run(Product p) {
        if (p.m() == 1) {
            run(p, p.n(), p.b(), p.bo(), p.ldb(), p.transB(), p.a(), p.ao());
        } else {
            run(p, p.m(), p.a(), p.ao(), p.lda(), !p.transA(), p.b(), p.bo());
        }
    }

    /** {@code c[i] = alpha sum_p matrix[i, p] vector[p] + beta c[i]}; the matrix may be stored transposed. */
    private void run(Product p, int n, float[] matrix, int mo, int ld, boolean rows, float[] vector, int vo) {
        parallel.run(Engine.chunks(n, CHUNK), chunk -> {
            int from = chunk * CHUNK;
            int count = Math.min(CHUNK, n - from);
            int co = p.co() + from;
            if (p.beta() == 0) {
                Arrays.fill(p.c(), co, co + count, 0);
            } else if (p.beta() != 1) {
                kernels.affine(p.beta(), p.c(), co, 0, p.c(), co, count);
            }
            if (rows) {
                for (int i = 0; i < count; i++) {
                    p.c()[co + i] += p.alpha() * kernels.dot(matrix, mo + (from + i) * ld, vector, vo, p.k());
                }
            } else {
                for (int depth = 0; depth < p.k(); depth++) {
                    kernels.axpy(p.alpha() * vector[vo + depth], matrix, mo + depth * ld + from, p.c(), co, count);
                }
            }
        });
    }
}
