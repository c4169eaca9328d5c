package uk.ac.manchester.tornado.api.types.arrays;

import uk.ac.manchester.tornado.api.standin.FloatElements;
import uk.ac.manchester.tornado.api.standin.HasElements;
import uk.ac.manchester.tornado.api.standin.IntElements;

/** An array that kernels work on. */
public abstract sealed class TornadoNativeArray extends HasElements permits FloatArray, IntArray {

    TornadoNativeArray(FloatElements elements) {
        super(elements);
    }

    TornadoNativeArray(IntElements elements) {
        super(elements);
    }

    /** The number of elements. */
    public abstract int getSize();
}
