package panamoe.bench.peers;

import panamoe.bench.GemmRun;

/** A BLAS library to compare products with, found by {@link java.util.ServiceLoader}; the Maven profile {@code peers} has one. */
public interface Blas {

    /** Name and version. */
    String describe();

    /** The kernels that it chose for this processor, as it names them. */
    String core();

    /** Sets the threads that all later products use. */
    void setThreads(int threads);

    /** The same product on copies of the operands. */
    Product product(GemmRun gemm);

    /** A product; each {@link #run} computes it anew. */
    interface Product extends Runnable, AutoCloseable {

        /** The result of the last {@link #run}. */
        float[] c();

        @Override
        void close();
    }
}
