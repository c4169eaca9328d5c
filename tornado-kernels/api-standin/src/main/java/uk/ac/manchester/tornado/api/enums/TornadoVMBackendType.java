package uk.ac.manchester.tornado.api.enums;

/** What kernels are compiled to. */
public enum TornadoVMBackendType {
    OPENCL,
    METAL,
    PTX,
    CUDA,
    SPIRV,
    /** What the stand-in is. */
    JAVA,
    VIRTUAL
}
