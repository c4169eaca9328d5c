package uk.ac.manchester.tornado.api.standin;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** BLAS' product of matrices that lie column by column: {@code C = alpha op(A) op(B) + beta C}. */
public record Sgemm(
        int m, int n, int k, float alpha, Operand a, Operand b, float beta, FloatArray c, int cBegin, int ldc) {

    /** The name under which a task calls it. */
    public static final String FUNCTION = "cublasSgemm";

    /** {@code op(A)} or {@code op(B)}. */
    public record Operand(FloatArray matrix, int begin, boolean transposed, int distance) {

        /** The matrix at the beginning of an array, as it is for operation 0, transposed for 1. */
        static Operand of(String function, FloatArray matrix, int operation, int distance) {
            if (operation != 0 && operation != 1) {
                throw new IllegalArgumentException(
                        function + " with operation " + operation + ": expected 0 (as it is) or 1 (transposed)");
            }
            return new Operand(matrix, 0, operation == 1, distance);
        }

        float get(int row, int column) {
            return matrix.get(begin + (transposed ? row * distance + column : column * distance + row));
        }

        Operand behind(int elements) {
            return new Operand(matrix, begin + elements, transposed, distance);
        }
    }

    /** From the parameters of a call, in BLAS' order. */
    public static Sgemm of(Object[] p) {
        return new Sgemm(
                (int) p[2],
                (int) p[3],
                (int) p[4],
                (float) p[5],
                Operand.of(FUNCTION, (FloatArray) p[6], (int) p[0], (int) p[7]),
                Operand.of(FUNCTION, (FloatArray) p[8], (int) p[1], (int) p[9]),
                (float) p[10],
                (FloatArray) p[11],
                0,
                (int) p[12]);
    }

    /** The same product of matrices so many elements behind these. */
    Sgemm behind(int ofA, int ofB, int ofC) {
        return new Sgemm(m, n, k, alpha, a.behind(ofA), b.behind(ofB), beta, c, cBegin + ofC, ldc);
    }

    /** Computes it; C is not read if beta is 0. */
    public void run() {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                float sum = 0f;
                for (int p = 0; p < k; p++) {
                    sum += a.get(i, p) * b.get(p, j);
                }
                int at = cBegin + j * ldc + i;
                c.set(at, beta == 0f ? alpha * sum : alpha * sum + beta * c.get(at));
            }
        }
    }
}
