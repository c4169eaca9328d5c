package panamoe.bench;

import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** A product on a backend, with random operands. */
public final class GemmRun implements Runnable {

    /** On a backend that runs kernels later, so many share what starting them costs, as the products of a step do. */
    private static final int SHARING = 16;

    private final Backend backend;
    private final GemmCase gemm;
    private final Tensor a;
    private final Tensor b;
    private final Tensor c;

    /** Draws the operands, elements in [-1, 1). */
    public GemmRun(Backend backend, GemmCase gemm) {
        this.backend = backend;
        this.gemm = gemm;
        this.a = random(1, gemm.transA() ? Shape.of(gemm.k(), gemm.m()) : Shape.of(gemm.m(), gemm.k()));
        this.b = random(2, gemm.transB() ? Shape.of(gemm.n(), gemm.k()) : Shape.of(gemm.k(), gemm.n()));
        this.c = Tensor.zeros(backend, backend.floatType(), Shape.of(gemm.m(), gemm.n()));
    }

    /** Lets the JVM compile a backend's products, large and small, before the first is measured; as {@link Repeated#warmUp}. */
    public static void compile(Backend backend, double seconds) {
        for (int extent : new int[] {256, 64}) {
            GemmRun run = new GemmRun(backend, new GemmCase(extent, extent, extent, "NN"));
            Repeated.warmUp(run, seconds);
        }
    }

    private Tensor random(int seed, Shape shape) {
        return Tensor.of(backend, shape, new Rng(seed).uniforms(0, shape.size(), -1, 1));
    }

    /** {@link #products} times the product. */
    @Override
    public void run() {
        for (int i = 0; i < products(); i++) {
            backend.gemm(a, gemm.transA(), b, gemm.transB(), c);
        }
        backend.finish();
    }

    /** How often a {@link #run} computes the product. */
    public int products() {
        return backend.runsLater() ? SHARING : 1;
    }

    /** Which product. */
    public GemmCase gemm() {
        return gemm;
    }

    /** The first operand as it is stored. */
    public float[] a() {
        return backend.readFloats(a);
    }

    /** The second operand as it is stored. */
    public float[] b() {
        return backend.readFloats(b);
    }

    /** The result of the last {@link #run}. */
    public float[] c() {
        return backend.readFloats(c);
    }
}
