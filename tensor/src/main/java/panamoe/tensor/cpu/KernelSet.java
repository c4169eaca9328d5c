package panamoe.tensor.cpu;

/**
 * The innermost loops of the CPU backend: each works on one thread over ranges given as array and offset. An output may
 * be the very same range as an input, but must not overlap it otherwise.
 */
interface KernelSet extends ElementwiseLoops, RowLoops, AttentionLoops, PackLoops, MicroKernel {

    /** The name of the backend that runs on these. */
    String name();

    /** The width of a vector register in bits; 0 for plain loops. */
    int vectorBits();
}
