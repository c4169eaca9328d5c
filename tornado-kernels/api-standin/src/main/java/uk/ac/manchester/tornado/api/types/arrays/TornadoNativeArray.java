package uk.ac.manchester.tornado.api.types.arrays;

/** An array that kernels work on. */
public abstract class TornadoNativeArray {

    TornadoNativeArray() {}

    /** The number of elements. */
    public abstract int getSize();
}
