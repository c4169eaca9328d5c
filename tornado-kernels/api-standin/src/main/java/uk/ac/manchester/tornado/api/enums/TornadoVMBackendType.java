package uk.ac.manchester.tornado.api.enums;

/** What kernels are compiled to. */
public enum TornadoVMBackendType {
    OPENCL,
    METAL,
    CUDA,
    /** What the stand-in is. */
    JAVA,
    VIRTUAL
}
