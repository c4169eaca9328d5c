package panamoe.bench.openblas;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import panamoe.bench.GemmCase;
import panamoe.bench.GemmRun;
import panamoe.bench.peers.Blas;

/**
 * OpenBLAS in Bytedeco's packaging. When it is loaded, it chooses its kernels by the processor or by the environment variable {@code
 * OPENBLAS_CORETYPE}, which the launcher sets.
 */
public final class OpenBlas implements Blas {

    private static final String CORE = "Core: ";

    private final String core;

    /** Loads the library. */
    public OpenBlas() {
        Loader.load(openblas_nolapack.class);
        core = askForCore();
    }

    /** Loads the library and ends. {@link #askForCore} runs this in another JVM. */
    public static void main(String[] args) {
        Loader.load(openblas_nolapack.class);
    }

    /** The name of the chosen kernels. OpenBLAS prints it only on standard error when it is loaded, so another JVM loads it too. */
    private static String askForCore() {
        ProcessBuilder loading = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OpenBlas.class.getName());
        loading.environment().put("OPENBLAS_VERBOSE", "2");
        try {
            Process process = loading.redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> cores = said.lines()
                    .filter(line -> line.startsWith(CORE))
                    .map(line -> line.substring(CORE.length()).strip())
                    .toList();
            return cores.isEmpty() ? "unknown" : cores.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a JVM to ask OpenBLAS for its kernels", e);
        }
    }

    @Override
    public String describe() {
        try {
            return "OpenBLAS " + Loader.getVersion("org.bytedeco", "openblas");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the version of OpenBLAS", e);
        }
    }

    @Override
    public String core() {
        return core;
    }

    @Override
    public void setThreads(int threads) {
        blas_set_num_threads(threads);
    }

    @Override
    public Product product(GemmRun gemm) {
        return new Native(gemm);
    }

    /** A product with operands outside the Java heap, so that the library reads them without a copy. */
    private static final class Native implements Product {
        private final GemmCase gemm;
        private final FloatPointer a;
        private final FloatPointer b;
        private final FloatPointer c;

        Native(GemmRun run) {
            gemm = run.gemm();
            a = new FloatPointer(run.a());
            b = new FloatPointer(run.b());
            c = new FloatPointer((long) gemm.m() * gemm.n());
        }

        @Override
        public void run() {
            cblas_sgemm(
                    CblasRowMajor,
                    gemm.transA() ? CblasTrans : CblasNoTrans,
                    gemm.transB() ? CblasTrans : CblasNoTrans,
                    gemm.m(),
                    gemm.n(),
                    gemm.k(),
                    1,
                    a,
                    gemm.transA() ? gemm.m() : gemm.k(),
                    b,
                    gemm.transB() ? gemm.k() : gemm.n(),
                    0,
                    c,
                    gemm.n());
        }

        @Override
        public float[] c() {
            float[] values = new float[gemm.m() * gemm.n()];
            c.get(values);
            return values;
        }

        @Override
        public void close() {
            a.close();
            b.close();
            c.close();
        }
    }
}
