package uk.ac.manchester.tornado.api.enums;

/** The languages to which kernels are compiled. */
public enum TornadoVMBackendType {
    OPENCL,
    METAL,
    CUDA,
    /** The stand-in. */
    JAVA,
    VIRTUAL
}
