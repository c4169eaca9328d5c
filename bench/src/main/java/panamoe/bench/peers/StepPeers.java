package panamoe.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.list.primitive.IntInterval;
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

    private static final String OTHER_ARITHMETIC = "other arithmetic";

    /** The steps of which the warm-up compares medians. */
    private static final int SOME_STEPS = 10;

    /** The longest warm-up, as a multiple of the shortest. */
    private static final int MOST_WARM_UPS = 5;

    /** A median above this share of the one before is as good as equal. */
    private static final double STEADY = 0.98;

    /** Steps at the start of each turn that are not measured: the caches hold the data of another side. */
    private static final int TURN_WARM_UP = 3;

    private final Output output;
    private final PeerPlace place;
    private final RunOptions on;
    private final int threads;
    private final int rounds;
    private final List<PythonPeer.Engine> engines;
    private final int warmup;
    private final int steps;

    StepPeers(
            Output output,
            PeerPlace place,
            RunOptions on,
            int threads,
            int rounds,
            List<PythonPeer.Engine> engines,
            int warmup,
            int steps) {
        this.output = output;
        this.place = place;
        this.on = on;
        this.threads = threads;
        this.rounds = rounds;
        this.engines = engines;
        this.warmup = warmup;
        this.steps = steps;
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
        for (PythonPeer.Engine engine : engines) {
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
            boolean same = peer.isSinglePrecision();
            agreed &= equal || !same;
            ObjectNode row = row("peer-loss", run.sizes())
                    .put("peer", peer.engine())
                    .put("largest_difference", difference)
                    .put("same_arithmetic", same)
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
                    same ? equal ? "equal" : "DIFFERENT" : OTHER_ARITHMETIC);
        }
        return agreed;
    }

    private double tolerance() {
        return on.precision() == Precision.TF32 ? LOSS_TOLERANCE_TF32 : LOSS_TOLERANCE;
    }

    private void times(StepRun run, List<PythonPeer> peers) {
        List<DoubleSupplier> sides = new ArrayList<>();
        warmUp(run.sizes(), "Panamoe", n -> StepMeasurement.of(run, 0, n).medianMs());
        sides.add(() -> StepMeasurement.of(run, TURN_WARM_UP, steps).medianMs());
        for (PythonPeer peer : peers) {
            warmUp(
                    run.sizes(),
                    peer.engine(),
                    n -> Quantiles.of(peer.millis(0, n)).median());
            sides.add(() -> Quantiles.of(peer.millis(TURN_WARM_UP, steps)).median());
        }
        Rounds taken = Rounds.of(rounds, sides);
        for (int i = 0; i < peers.size(); i++) {
            PythonPeer peer = peers.get(i);
            print(run.sizes(), peer.engine() + (peer.isSinglePrecision() ? "" : ", " + OTHER_ARITHMETIC), taken, i + 1);
        }
        printBest(run.sizes(), "the best of them in single precision", taken, sidesOf(peers, true));
        printBest(run.sizes(), "the best of them in bfloat16, " + OTHER_ARITHMETIC, taken, sidesOf(peers, false));
    }

    private static ImmutableIntList sidesOf(List<PythonPeer> peers, boolean singlePrecision) {
        return IntInterval.oneTo(peers.size())
                .select(side -> peers.get(side - 1).isSinglePrecision() == singlePrecision)
                .toImmutable();
    }

    private void printBest(StepSizes sizes, String peer, Rounds taken, ImmutableIntList sides) {
        if (sides.notEmpty()) {
            Rounds withBest = taken.withLeastOf(sides);
            print(sizes, peer, withBest, withBest.sides() - 1);
        }
    }

    /** Runs steps until a median of some is no longer shorter than the one before. Java and compilers of Python get faster with use. */
    private void warmUp(StepSizes sizes, String side, IntToDoubleFunction medianOf) {
        double before = Double.POSITIVE_INFINITY;
        int some = Math.min(SOME_STEPS, warmup);
        double median = medianOf.applyAsDouble(some);
        int done = some;
        while (done < warmup || median < STEADY * before && done < MOST_WARM_UPS * warmup) {
            before = median;
            median = medianOf.applyAsDouble(some);
            done += some;
        }
        output.line(
                row("peer-warm-up", sizes).put("side", side).put("steps", done).put("median_ms", median),
                "step %s  %s: steady after %d steps, %.1f ms",
                name(sizes),
                side,
                done,
                median);
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
