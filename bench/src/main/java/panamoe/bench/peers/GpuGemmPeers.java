package panamoe.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import panamoe.bench.GemmCase;
import panamoe.bench.GemmRun;
import panamoe.bench.Output;
import panamoe.bench.Quantiles;
import panamoe.bench.Repeated;
import panamoe.bench.Rounds;
import panamoe.bench.RunOptions;
import panamoe.tensor.Backend;

/** Compares products on a GPU with those of PyTorch on the same GPU. On CUDA, PyTorch uses cuBLAS. */
final class GpuGemmPeers {

    /** The measured products of the peer's turn, after one that is not measured. */
    private static final int REPEATS = 50;

    private final Output output;
    private final PeerPlace place;
    private final RunOptions on;
    private final int threads;
    private final int rounds;
    private final double seconds;

    GpuGemmPeers(Output output, PeerPlace place, RunOptions on, int threads, int rounds, double seconds) {
        this.output = output;
        this.place = place;
        this.on = on;
        this.threads = threads;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** Prints a line per case. */
    void compare() throws IOException {
        Optional<String> missing = PythonPeer.missing(place.python(), PythonPeer.Engine.TORCH_GEMM);
        if (missing.isPresent()) {
            output.line(
                    Output.row("peer-gemm").put("not_measured", missing.get()), "gemm not measured: %s", missing.get());
            return;
        }
        Path folder = Files.createTempDirectory("panamoe-peers");
        PythonPeer.unpack(folder);
        try (PythonPeer peer = PythonPeer.gemm(place, folder, threads);
                Backend backend = on.create(threads)) {
            for (GemmCase gemm : GemmCase.all()) {
                compare(peer, backend, gemm);
            }
        } finally {
            PythonPeer.remove(folder);
        }
    }

    private void compare(PythonPeer peer, Backend backend, GemmCase gemm) {
        GemmRun ours = new GemmRun(backend, gemm);
        Repeated.warmUp(ours, seconds / 2);
        Rounds taken = Rounds.of(
                rounds,
                List.of(
                        () -> Repeated.medianSeconds(ours, seconds) / ours.products(),
                        () -> 1e-3 * peer.gemmMillis(gemm, REPEATS)));
        Quantiles ratio = taken.ratio(1, 0);
        double gflops = gemm.gflop() / taken.of(0).median();
        double peerGflops = gemm.gflop() / taken.of(1).median();
        output.line(
                ratio.putInto(gemm.putInto(Output.row("peer-gemm")
                                .put("peer", peer.engine())
                                .put("on", peer.isa())
                                .put("device", backend.deviceName().orElse(null))))
                        .put("gflops", gflops)
                        .put("peer_gflops", peerGflops)
                        .put("rounds", rounds),
                "gemm %-15s  %.2f (%.2f to %.2f) of %s on %s: %.1f against %.1f GFLOP/s",
                gemm,
                ratio.median(),
                ratio.min(),
                ratio.max(),
                peer.engine(),
                peer.isa(),
                gflops,
                peerGflops);
    }
}
