package panamoe.tensor;

/** The element types of a {@link Tensor}. */
public enum DType {
    /** 32-bit IEEE 754 float: the type in which the CPU and GPU backends compute. */
    F32(4),
    /** 64-bit IEEE 754 float: the type in which the reference backend, and so every gradient check, computes. */
    F64(8),
    /** 32-bit signed integer: indices, counts and offsets; never differentiable. */
    I32(4);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** True for {@link #F32} and {@link #F64}. */
    public boolean isFloating() {
        return this != I32;
    }
}
