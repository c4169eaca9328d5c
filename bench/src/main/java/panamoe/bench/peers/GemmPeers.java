package panamoe.bench.peers;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import panamoe.bench.GemmCase;
import panamoe.bench.GemmRun;
import panamoe.bench.Output;
import panamoe.bench.Quantiles;
import panamoe.bench.Repeated;
import panamoe.bench.Rounds;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;

/** Compares matrix products with a BLAS library. */
final class GemmPeers {

    /** The rounding unit of floats. Each of the k additions of terms below 1 rounds a sum below k, with an error of at most k units. */
    private static final double UNIT = 0x1p-24;

    private final Output output;
    private final int rounds;
    private final int threads;
    private final double seconds;

    GemmPeers(Output output, int rounds, int threads, double seconds) {
        this.output = output;
        this.rounds = rounds;
        this.threads = threads;
        this.seconds = seconds;
    }

    /** Prints a line per case. @return false if a result differs by more than the rounding error */
    boolean compare() {
        Optional<Blas> found = ServiceLoader.load(Blas.class).findFirst();
        if (found.isEmpty()) {
            String reason = "no BLAS on the class path; run it by ./panamoe bench peers, which builds with -Ppeers";
            output.line(Output.row("peer-gemm").put("not_measured", reason), "gemm not measured: %s", reason);
            return true;
        }
        Blas blas = found.get();
        blas.setThreads(threads);
        output.line(
                Output.row("peer")
                        .put("peer", blas.describe())
                        .put("isa", blas.core())
                        .put("threads", threads),
                "%s, kernels %s, %d thread%s",
                blas.describe(),
                blas.core(),
                threads,
                threads == 1 ? "" : "s");
        boolean agreed = true;
        try (Backend backend = Backends.create("auto", threads)) {
            GemmRun.compile(backend, seconds);
            for (GemmCase gemm : GemmCase.all()) {
                agreed &= compare(blas, backend, gemm);
            }
        }
        return agreed;
    }

    private boolean compare(Blas blas, Backend backend, GemmCase gemm) {
        GemmRun ours = new GemmRun(backend, gemm);
        try (Blas.Product theirs = blas.product(ours)) {
            Repeated.warmUp(ours, seconds / 2);
            Repeated.warmUp(theirs, seconds / 2);
            double difference = difference(ours.c(), theirs.c());
            boolean agreed = difference <= 2 * gemm.k() * UNIT * gemm.k();
            Rounds taken = Rounds.of(
                    rounds,
                    List.of(
                            () -> Repeated.medianSeconds(ours, seconds),
                            () -> Repeated.medianSeconds(theirs, seconds)));
            Quantiles ratio = taken.ratio(1, 0);
            double gflops = gemm.gflop() / taken.of(0).median();
            double peerGflops = gemm.gflop() / taken.of(1).median();
            output.line(
                    ratio.putInto(gemm.putInto(Output.row("peer-gemm")
                                    .put("peer", blas.describe())
                                    .put("threads", threads)))
                            .put("gflops", gflops)
                            .put("peer_gflops", peerGflops)
                            .put("rounds", rounds)
                            .put("largest_difference", difference)
                            .put("agreed", agreed),
                    "gemm %-15s  %.2f (%.2f to %.2f) of OpenBLAS: %.1f against %.1f GFLOP/s%s",
                    gemm,
                    ratio.median(),
                    ratio.min(),
                    ratio.max(),
                    gflops,
                    peerGflops,
                    agreed ? "" : "; RESULTS DIFFER by " + difference);
            return agreed;
        }
    }

    private static double difference(float[] ours, float[] theirs) {
        double largest = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs((double) ours[i] - theirs[i]));
        }
        return largest;
    }
}
