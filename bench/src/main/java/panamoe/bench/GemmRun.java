package panamoe.bench;

import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** A matrix product on a backend, with random operands. */
public final class GemmRun implements Runnable {

    /** The products of a run on a backend that queues kernels. They share the cost of the launch, as the products of a step do. */
    private static final int SHARING = 16;

    private final Backend backend;
    private final GemmCase gemm;
    private final Tensor a;
    private final Tensor b;
    private final Tensor c;

    /** A run with random operands. Their elements are uniform in [-1, 1). */
    public GemmRun(Backend backend, GemmCase gemm) {
        this.backend = backend;
        this.gemm = gemm;
        this.a = random(1, gemm.transA() ? Shape.of(gemm.k(), gemm.m()) : Shape.of(gemm.m(), gemm.k()));
        this.b = random(2, gemm.transB() ? Shape.of(gemm.n(), gemm.k()) : Shape.of(gemm.k(), gemm.n()));
        this.c = Tensor.zeros(backend, backend.floatType(), Shape.of(gemm.m(), gemm.n()));
    }

    /** Warms up large and small products of a backend, so that the JVM has compiled them before the first one is measured. */
    public static void compile(Backend backend, double seconds) {
        for (int extent : new int[] {256, 64}) {
            GemmRun run = new GemmRun(backend, new GemmCase(extent, extent, extent, "NN"));
            Repeated.warmUp(run, seconds);
        }
    }

    private Tensor random(int seed, Shape shape) {
        return Tensor.of(backend, shape, new Rng(seed).uniforms(0, shape.size(), -1, 1));
    }

    /** Computes the product {@link #products} times and waits for the result. */
    @Override
    public void run() {
        for (int i = 0; i < products(); i++) {
            backend.gemm(a, gemm.transA(), b, gemm.transB(), c);
        }
        backend.finish();
    }

    /** The number of products in a {@link #run}. */
    public int products() {
        return backend.runsLater() ? SHARING : 1;
    }

    /** The sizes of the product. */
    public GemmCase gemm() {
        return gemm;
    }

    /** The elements of the first operand in the order of storage. */
    public float[] a() {
        return backend.readFloats(a);
    }

    /** The elements of the second operand in the order of storage. */
    public float[] b() {
        return backend.readFloats(b);
    }

    /** The elements of the result of the last {@link #run}. */
    public float[] c() {
        return backend.readFloats(c);
    }
}
