package panamoe.tensor.cpu;

/** The base of the kernel groups of {@link CpuBackend}. */
interface OnEngine {

    /** Loops, threads and buffers. */
    Engine engine();
}
