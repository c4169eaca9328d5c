package panamoe.bench.peers;

import panamoe.bench.GemmRun;

/** A BLAS library for the comparison, found by {@link java.util.ServiceLoader}. The Maven profile {@code peers} adds one. */
public interface Blas {

    /** The name and version of the library. */
    String describe();

    /** The library's name for the kernels that it chose for this processor. */
    String core();

    /** Sets the number of threads of all later products. */
    void setThreads(int threads);

    /** The same product, on copies of the operands. */
    Product product(GemmRun gemm);

    /** A matrix product. Each {@link #run} computes it again. */
    interface Product extends Runnable, AutoCloseable {

        /** The result of the last {@link #run}. */
        float[] c();

        @Override
        void close();
    }
}
