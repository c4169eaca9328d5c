package uk.ac.manchester.tornado.api.standin;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Several products of BLAS of one size: {@code first}, and others of the matrices that lie some strides behind its own. */
public record SgemmStridedBatched(Sgemm first, long strideA, long strideB, long strideC, int count) {

    /** The name under which a task calls it. */
    public static final String FUNCTION = "cublasSgemmStridedBatched";

    /** From the parameters of a call, in BLAS' order. */
    public static SgemmStridedBatched of(Object[] p) {
        Sgemm first = new Sgemm(
                (int) p[2],
                (int) p[3],
                (int) p[4],
                (float) p[5],
                Sgemm.Operand.of(FUNCTION, (FloatArray) p[6], (int) p[0], (int) p[7]),
                Sgemm.Operand.of(FUNCTION, (FloatArray) p[9], (int) p[1], (int) p[10]),
                (float) p[12],
                (FloatArray) p[13],
                0,
                (int) p[14]);
        return new SgemmStridedBatched(first, (long) p[8], (long) p[11], (long) p[15], (int) p[16]);
    }

    /** Computes them one after the other. */
    public void run() {
        for (int i = 0; i < count; i++) {
            first.behind(Math.toIntExact(i * strideA), Math.toIntExact(i * strideB), Math.toIntExact(i * strideC))
                    .run();
        }
    }
}
