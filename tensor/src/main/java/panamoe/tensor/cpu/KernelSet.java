package panamoe.tensor.cpu;

/**
 * The innermost loops of the CPU backend: each runs on one thread over ranges given as array and offset. An output may
 * be the same range as an input; it must not overlap an input in any other way.
 */
interface KernelSet extends ElementwiseLoops, RowLoops, AttentionLoops, PackLoops, MicroKernel {

    /** The name of the backend that uses these loops. */
    String name();

    /** The width of a vector register in bits; 0 for plain loops. */
    int vectorBits();
}
