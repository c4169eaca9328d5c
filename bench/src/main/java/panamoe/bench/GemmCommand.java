package panamoe.bench;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code panamoe bench gemm}: measures matrix products. */
@Command(
        name = "gemm",
        mixinStandardHelpOptions = true,
        description = {
            "Measures matrix products in GFLOP/s.",
            "Prints the median of many samples of c[m,n] = a[m,k] b[k,n]. Without sizes it measures cubes, the shapes of"
                    + " feed-forward networks, and odd and narrow shapes."
        })
final class GemmCommand implements Callable<Integer> {

    @Option(names = "--m", description = "Rows of the result.")
    private @Nullable Integer m;

    @Option(names = "--k", description = "Columns of a and rows of b.")
    private @Nullable Integer k;

    @Option(names = "--n", description = "Columns of the result.")
    private @Nullable Integer n;

    @Option(
            names = "--transpose",
            defaultValue = "NN",
            description = "Operands that are stored transposed: NN, NT, TN or TT (default: ${DEFAULT-VALUE}).")
    private String transpose;

    @Option(names = "--threads", defaultValue = "1", description = "Threads (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--seconds",
            defaultValue = "0.5",
            description = "Seconds per case, after a warm-up (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Mixin
    private RunOptions on;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Repeated.checkSeconds(seconds);
        List<GemmCase> cases = cases();
        try (Backend backend = on.create(threads)) {
            GemmRun.compile(backend, seconds);
            for (GemmCase gemm : cases) {
                measure(backend, gemm);
            }
        }
        return 0;
    }

    private List<GemmCase> cases() {
        if (m == null && k == null && n == null) {
            return GemmCase.all().stream()
                    .map(c -> new GemmCase(c.m(), c.k(), c.n(), transpose))
                    .toList();
        }
        if (m == null || k == null || n == null) {
            throw new IllegalArgumentException("a product needs all of --m, --k and --n, or none of them");
        }
        return List.of(new GemmCase(m, k, n, transpose));
    }

    private void measure(Backend backend, GemmCase gemm) {
        GemmRun run = new GemmRun(backend, gemm);
        Repeated.warmUp(run, seconds / 4);
        Quantiles taken = Quantiles.of(Repeated.sample(run, seconds));
        double gflops = run.products() * gemm.gflop() / taken.median();
        double best = run.products() * gemm.gflop() / taken.min();
        output.line(
                gemm.putInto(Output.row("gemm"))
                        .put("threads", threads)
                        .put("gflops", gflops)
                        .put("best_gflops", best)
                        .put("backend", backend.name()),
                "gemm %-15s  %d thread%s  %8.1f GFLOP/s  (best %.1f)",
                gemm,
                threads,
                threads == 1 ? " " : "s",
                gflops,
                best);
    }
}
