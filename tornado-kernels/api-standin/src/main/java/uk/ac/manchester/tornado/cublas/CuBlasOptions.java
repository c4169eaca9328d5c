package uk.ac.manchester.tornado.cublas;

import uk.ac.manchester.tornado.cublas.enums.CuBlasMathMode;

/** How cuBLAS is to compute a call. The stand-in takes note of it and computes as always. */
public final class CuBlasOptions {

    private CuBlasMathMode mathMode = CuBlasMathMode.CUBLAS_DEFAULT_MATH;

    public CuBlasOptions() {}

    public CuBlasOptions withMathMode(CuBlasMathMode mode) {
        this.mathMode = mode;
        return this;
    }

    public CuBlasMathMode getMathMode() {
        return mathMode;
    }
}
