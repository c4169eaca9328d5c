package panamoe.tensor.cpu;

/** What the kernel groups of {@link CpuBackend} build on. */
interface OnEngine {

    /** Loops, threads and buffers. */
    Engine engine();
}
