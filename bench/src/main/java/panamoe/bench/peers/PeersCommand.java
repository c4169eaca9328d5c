package panamoe.bench.peers;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import panamoe.bench.MachineLine;
import panamoe.bench.Output;
import panamoe.bench.Repeated;
import panamoe.bench.RunOptions;
import panamoe.bench.StepOptions;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Check;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code panamoe bench peers}: compares the engine with OpenBLAS, PyTorch and JAX. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the engine with OpenBLAS, PyTorch and JAX.",
            "Products are compared with OpenBLAS, which ./panamoe builds in with the profile peers. The training step is"
                    + " compared with PyTorch and JAX, if Python has them. The sides take turns in every round.",
            "Prints the median, the least and the greatest ratio of the rounds; above 1 the engine is faster.",
            "The losses of ten steps from the same weights must agree within 0.001 (0.01 in TF32); otherwise the exit code is 1.",
            "Products in bfloat16 are other arithmetic: their losses may differ, and they do not count for the best. Java 25's"
                    + " Vector API has no bfloat16 and no dot-product instruction, so Panamoe cannot compute with it."
        })
public final class PeersCommand implements Callable<Integer> {

    /** A part of the comparison. */
    enum Part {
        GEMM,
        STEP,
        SPARSE,
        LARGE
    }

    @Option(
            names = "--part",
            split = ",",
            defaultValue = "gemm,step",
            description =
                    "Any of gemm: products; step: the training step with the given sizes, sparse and dense, and losses with"
                            + " k 2; sparse: only the sparse step; large: the step with d 384, ff 1536, 12 heads, 6 layers and"
                            + " 64 tokens a sequence (default: ${DEFAULT-VALUE}).")
    private List<Part> parts = List.of();

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds; each side has one turn in each (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--gemm-threads",
            defaultValue = "1",
            description = "Threads of the products (default: ${DEFAULT-VALUE}).")
    private int gemmThreads;

    @Option(
            names = "--seconds",
            defaultValue = "0.2",
            description = "Seconds per product and round (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--warmup",
            defaultValue = "60",
            description =
                    "The least warm-up steps of each side; it goes on, up to five times as many, until the time of ten"
                            + " steps is steady (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--steps",
            defaultValue = "12",
            description = "Measured steps of each turn (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--engines",
            split = ",",
            description =
                    "The engines for the training step on the CPU, any of torch, torch-compiled, jax, torch-bfloat16 and"
                            + " torch-compiled-bfloat16 (default: all). Compilation takes a minute each.",
            converter = EngineConverter.class)
    private List<PythonPeer.Engine> engines = List.of();

    @Option(
            names = "--python",
            defaultValue = "python3",
            description = "The Python that has PyTorch and JAX (default: ${DEFAULT-VALUE}).")
    private String python;

    @Option(
            names = "--peer-device",
            defaultValue = "cpu",
            description =
                    "The device of the peers: cpu or cuda. With cuda, --backend tornado is compared with PyTorch on the same"
                            + " GPU, and --precision applies to both sides (default: ${DEFAULT-VALUE}).")
    private String peerDevice;

    @Mixin
    private RunOptions on;

    @Mixin
    private StepOptions step;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        Check.that(rounds >= 1, "--rounds " + rounds + ": expected at least 1");
        Check.that(warmup >= 1, "--warmup " + warmup + ": expected at least 1");
        Repeated.checkSeconds(seconds);
        Check.that(steps >= 1, "--steps " + steps + ": expected at least 1");
        PeerPlace place = new PeerPlace(python, peerDevice, on.precision());
        List<PythonPeer.Engine> chosen = chosenEngines(place);
        MachineLine.print(output, step.threads());
        boolean agreed = true;
        if (parts.contains(Part.GEMM) && place.isGpu()) {
            new GpuGemmPeers(output, place, on, step.threads(), rounds, seconds).compare();
        } else if (parts.contains(Part.GEMM)) {
            agreed = new GemmPeers(output, rounds, gemmThreads, seconds).compare();
        }
        StepPeers peers = new StepPeers(output, place, on, step.threads(), rounds, chosen, warmup, steps);
        if (parts.contains(Part.STEP)) {
            agreed &= peers.compare(step.sizes(), true);
            agreed &= peers.compare(step.sizes().dense(), true);
            if (step.sizes().k() != 2 && step.sizes().experts() >= 2) {
                agreed &= peers.compare(step.sizes().withK(2), false);
            }
        }
        if (parts.contains(Part.SPARSE)) {
            agreed &= peers.compare(step.sizes(), true);
        }
        if (parts.contains(Part.LARGE)) {
            agreed &= peers.compare(StepSizes.large(), true);
            agreed &= peers.compare(StepSizes.large().dense(), true);
        }
        return agreed ? 0 : 1;
    }

    /**
     * The engines to compare the training step with.
     *
     * @throws IllegalArgumentException if a part or an engine is given twice, or if no engine of {@code --engines} would be compared
     */
    private List<PythonPeer.Engine> chosenEngines(PeerPlace place) {
        requireOnce(
                "--part",
                parts.stream().map(part -> part.name().toLowerCase(Locale.ROOT)).toList());
        List<String> named = engines.stream().map(PythonPeer.Engine::label).toList();
        requireOnce("--engines", named);
        Check.that(
                engines.isEmpty() || !parts.equals(List.of(Part.GEMM)),
                () -> "--engines " + String.join(",", named)
                        + " with --part gemm: engines are for the training step, so leave out --engines, or add step, sparse or"
                        + " large to --part");
        if (engines.isEmpty()) {
            return place.engines();
        }
        List<PythonPeer.Engine> here =
                place.engines().stream().filter(engines::contains).toList();
        Check.that(
                here.size() == engines.size(),
                () -> "--engines " + String.join(",", named) + " with --peer-device " + place.device()
                        + ": expected any of "
                        + String.join(
                                ", ",
                                place.engines().stream()
                                        .map(PythonPeer.Engine::label)
                                        .toList()));
        return here;
    }

    private static void requireOnce(String option, List<String> values) {
        Check.that(
                values.stream().distinct().count() == values.size(),
                () -> option + " " + String.join(",", values) + ": expected each once");
    }

    /** Reads an engine's name. */
    static final class EngineConverter implements CommandLine.ITypeConverter<PythonPeer.Engine> {
        @Override
        public PythonPeer.Engine convert(String name) {
            return Arrays.stream(PythonPeer.Engine.values())
                    .filter(engine -> engine != PythonPeer.Engine.TORCH_GEMM
                            && engine.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new CommandLine.TypeConversionException("'" + name
                            + "': expected torch, torch-compiled, jax, torch-bfloat16 or torch-compiled-bfloat16"));
        }
    }
}
