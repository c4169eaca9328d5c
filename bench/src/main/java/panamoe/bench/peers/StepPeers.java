package panamoe.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import panamoe.bench.Output;
import panamoe.bench.Quantiles;
import panamoe.bench.Rounds;
import panamoe.bench.RunOptions;
import panamoe.bench.step.StepMeasurement;
import panamoe.bench.step.StepRun;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Precision;
import tools.jackson.databind.node.ObjectNode;

/** Compares the training step with PyTorch and JAX: first the losses from the same weights, then the time. */
final class StepPeers {

    private static final int LOSS_STEPS = 10;
    private static final double LOSS_TOLERANCE = 1e-3;

    /**
     * TF32 has 11 significant bits, so one rounding can move a loss of 2 by 1e-3. The two sides round different operands, and then a token
     * may go to different experts.
     */
    private static final double LOSS_TOLERANCE_TF32 = 1e-2;

    private final Output output;
    private final PeerPlace place;
    private final RunOptions on;
    private final int threads;
    private final int rounds;
    private final int warmup;
    private final int steps;
    private final double seconds;

    StepPeers(
            Output output,
            PeerPlace place,
            RunOptions on,
            int threads,
            int rounds,
            int warmup,
            int steps,
            double seconds) {
        this.output = output;
        this.place = place;
        this.on = on;
        this.threads = threads;
        this.rounds = rounds;
        this.warmup = warmup;
        this.steps = steps;
        this.seconds = seconds;
    }

    /**
     * Prints the losses and, if {@code timed}, the times of one model.
     *
     * @return false if losses differ by more than the tolerance
     */
    boolean compare(StepSizes sizes, boolean timed) throws IOException {
        Path folder = Files.createTempDirectory("panamoe-peers");
        List<PythonPeer> peers = new ArrayList<>();
        try (StepRun ours = new StepRun(on.create(threads), sizes)) {
            Path file = folder.resolve("step.safetensors");
            StepExport.write(ours, file);
            PythonPeer.unpack(folder);
            start(peers, folder, file, sizes);
            boolean agreed = peers.isEmpty() || losses(ours, peers);
            if (timed && !peers.isEmpty()) {
                times(ours, peers);
            }
            return agreed;
        } finally {
            for (PythonPeer peer : peers) {
                peer.close();
            }
            PythonPeer.remove(folder);
        }
    }

    private void start(List<PythonPeer> peers, Path folder, Path file, StepSizes sizes) throws IOException {
        for (PythonPeer.Engine engine : place.engines()) {
            Optional<String> missing = PythonPeer.missing(place.python(), engine);
            if (missing.isPresent()) {
                output.line(
                        row("peer-step", sizes).put("not_measured", missing.get()),
                        "step %s not measured: %s",
                        name(sizes),
                        missing.get());
            } else {
                PythonPeer peer = new PythonPeer(place, engine, folder, file, threads);
                peers.add(peer);
                output.line(
                        Output.row("peer")
                                .put("peer", peer.engine())
                                .put("isa", peer.isa())
                                .put("threads", peer.threads()),
                        "%s, %s, %d threads",
                        peer.engine(),
                        peer.isa(),
                        peer.threads());
            }
        }
    }

    private boolean losses(StepRun run, List<PythonPeer> peers) {
        double[] ours = run.losses(LOSS_STEPS);
        boolean agreed = true;
        for (PythonPeer peer : peers) {
            double[] theirs = peer.losses(LOSS_STEPS);
            double difference = 0;
            for (int i = 0; i < LOSS_STEPS; i++) {
                difference = Math.max(difference, Math.abs(ours[i] - theirs[i]));
            }
            boolean equal = difference <= tolerance(); // false for NaN
            agreed &= equal;
            ObjectNode row = row("peer-loss", run.sizes())
                    .put("peer", peer.engine())
                    .put("largest_difference", difference)
                    .put("agreed", equal);
            for (double loss : ours) {
                row.withArray("losses").add(loss);
            }
            for (double loss : theirs) {
                row.withArray("peer_losses").add(loss);
            }
            output.line(
                    row,
                    "step %s  loss after %d steps %.5f, %s %.5f; largest difference of the steps %.1e: %s",
                    name(run.sizes()),
                    LOSS_STEPS,
                    ours[LOSS_STEPS - 1],
                    peer.engine(),
                    theirs[LOSS_STEPS - 1],
                    difference,
                    equal ? "equal" : "DIFFERENT");
        }
        return agreed;
    }

    private double tolerance() {
        return on.precision() == Precision.TF32 ? LOSS_TOLERANCE_TF32 : LOSS_TOLERANCE;
    }

    private void times(StepRun run, List<PythonPeer> peers) {
        List<DoubleSupplier> sides = new ArrayList<>();
        run.compile(seconds);
        sides.add(() -> StepMeasurement.of(run, warmup, steps).medianMs());
        for (PythonPeer peer : peers) {
            peer.millis(0, 1); // JAX compiles
            sides.add(() -> Quantiles.of(peer.millis(warmup, steps)).median());
        }
        Rounds taken = Rounds.of(rounds, sides).withLeastOfOthers();
        for (int i = 0; i < peers.size(); i++) {
            print(run.sizes(), peers.get(i).engine(), taken, i + 1);
        }
        print(run.sizes(), "the better of them", taken, peers.size() + 1);
    }

    private void print(StepSizes sizes, String peer, Rounds taken, int side) {
        Quantiles ratio = taken.ratio(side, 0);
        double ourMs = taken.of(0).median();
        double theirMs = taken.of(side).median();
        output.line(
                ratio.putInto(row("peer-step", sizes).put("peer", peer))
                        .put("median_ms", ourMs)
                        .put("peer_median_ms", theirMs)
                        .put("tokens_per_s", 1e3 * sizes.rows() / ourMs)
                        .put("peer_tokens_per_s", 1e3 * sizes.rows() / theirMs)
                        .put("rounds", rounds),
                "step %s  %.2f (%.2f to %.2f) times the tokens/s of %s: %.1f ms against %.1f",
                name(sizes),
                ratio.median(),
                ratio.min(),
                ratio.max(),
                peer,
                ourMs,
                theirMs);
    }

    private ObjectNode row(String name, StepSizes sizes) {
        return Output.row(name)
                .put("feed_forward", sizes.isSparse() ? "sparse" : "dense")
                .put("layers", sizes.layers())
                .put("d", sizes.width())
                .put("heads", sizes.heads())
                .put("ff", sizes.hidden())
                .put("experts", sizes.experts())
                .put("k", sizes.k())
                .put("batch", sizes.sequences())
                .put("seq", sizes.length())
                .put("threads", threads);
    }

    private static String name(StepSizes sizes) {
        return (sizes.isSparse() ? "sparse, k " + sizes.k() : "dense") + ", d " + sizes.width();
    }
}
