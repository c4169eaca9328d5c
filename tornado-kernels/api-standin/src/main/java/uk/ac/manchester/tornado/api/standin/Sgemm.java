package uk.ac.manchester.tornado.api.standin;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** BLAS' product of column-major matrices: {@code C = alpha op(A) op(B) + beta C}. */
public record Sgemm(int m, int n, int k, float alpha, Operand a, Operand b, float beta, FloatArray c, int ldc) {

    /** The name under which a task calls it. */
    public static final String FUNCTION = "cublasSgemm";

    /** {@code op(A)} or {@code op(B)}. */
    public record Operand(FloatArray matrix, boolean transposed, int distance) {

        float get(int row, int column) {
            return matrix.get(transposed ? row * distance + column : column * distance + row);
        }
    }

    /** From the parameters of a call, in BLAS' order. */
    public static Sgemm of(Object[] p) {
        return new Sgemm(
                (int) p[2],
                (int) p[3],
                (int) p[4],
                (float) p[5],
                new Operand((FloatArray) p[6], transposed((int) p[0]), (int) p[7]),
                new Operand((FloatArray) p[8], transposed((int) p[1]), (int) p[9]),
                (float) p[10],
                (FloatArray) p[11],
                (int) p[12]);
    }

    private static boolean transposed(int operation) {
        if (operation != 0 && operation != 1) {
            throw new IllegalArgumentException(
                    FUNCTION + " with operation " + operation + ": expected 0 (as it is) or 1 (transposed)");
        }
        return operation == 1;
    }

    /** Computes the product. C is not read if beta is 0. */
    public void run() {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                float sum = 0f;
                for (int p = 0; p < k; p++) {
                    sum += a.get(i, p) * b.get(p, j);
                }
                int at = j * ldc + i;
                c.set(at, beta == 0f ? alpha * sum : alpha * sum + beta * c.get(at));
            }
        }
    }
}
