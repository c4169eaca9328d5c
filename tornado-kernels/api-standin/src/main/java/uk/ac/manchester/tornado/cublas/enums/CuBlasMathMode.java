package uk.ac.manchester.tornado.cublas.enums;

/** How cuBLAS multiplies. */
public enum CuBlasMathMode {
    CUBLAS_DEFAULT_MATH,
    CUBLAS_PEDANTIC_MATH,
    /** Factors are rounded to 10 bits of mantissa. */
    CUBLAS_TF32_TENSOR_OP_MATH
}
