package panamoe.tensor.cpu;

import java.util.Arrays;
import panamoe.tensor.HeapStorage;
import panamoe.tensor.HostInts;
import panamoe.tensor.Parallel;
import panamoe.tensor.Tensor;

/** The loops, threads and buffers that the kernel groups of a {@link CpuBackend} share. */
final class Engine {

    /**
     * Elements per chunk of an elementwise kernel: some microseconds of work, far more than the cost of its hand-over
     * to a thread.
     */
    static final int CHUNK = 16384;

    private final KernelSet kernels;
    private final Parallel parallel;
    private final ScratchPool scratch = new ScratchPool();
    private final Gemm gemm;

    Engine(KernelSet kernels, Parallel parallel) {
        this.kernels = kernels;
        this.parallel = parallel;
        this.gemm = new Gemm(kernels, parallel, scratch);
    }

    KernelSet kernels() {
        return kernels;
    }

    Parallel parallel() {
        return parallel;
    }

    ScratchPool scratch() {
        return scratch;
    }

    Gemm gemm() {
        return gemm;
    }

    /** Runs the body on {@code 0..n-1} in chunks of {@link #CHUNK}. */
    void elements(int n, Parallel.Range body) {
        ranges(n, CHUNK, body);
    }

    /** Runs the body on rows {@code 0..rows-1} of that many columns in chunks of about {@link #CHUNK} elements. */
    void rows(int rows, int columns, Parallel.Range body) {
        ranges(rows, rowsPerChunk(columns), body);
    }

    /** The rows of one chunk of {@link #rows}. */
    static int rowsPerChunk(int columns) {
        return Math.max(1, CHUNK / Math.max(1, columns));
    }

    /** Runs the body on {@code 0..n-1} in chunks of {@code size}. */
    void ranges(int n, int size, Parallel.Range body) {
        parallel.ranges(n, size, body);
    }

    /** Sets {@code y[yo..yo + n - 1]}. */
    void fill(float value, float[] y, int yo, int n) {
        elements(n, (at, length) -> Arrays.fill(y, yo + at, yo + at + length, value));
    }

    /** The number of chunks of {@code size} in {@code n}, rounded up. */
    static int chunks(int n, int size) {
        return (int) ((n + size - 1L) / size);
    }

    /** The array behind a floating tensor; the elements begin at {@link Tensor#offset}. */
    static float[] floats(Tensor t) {
        return switch (t.storage()) {
            case HeapStorage.Floats s -> s.array();
            default -> throw foreign(t);
        };
    }

    /** The array behind an integer tensor; the elements begin at {@link Tensor#offset}. */
    static int[] ints(Tensor t) {
        return switch (t.storage()) {
            case HeapStorage.Ints s -> s.array();
            default -> throw foreign(t);
        };
    }

    /** The elements of an integer tensor, for the checks of indices. */
    static HostInts hostInts(Tensor t) {
        return new HostInts(ints(t), t.offset(), t.size());
    }

    private static IllegalArgumentException foreign(Tensor t) {
        return new IllegalArgumentException(t + " lies in "
                + t.storage().getClass().getSimpleName() + ", expected a tensor that this CPU backend allocated");
    }
}
