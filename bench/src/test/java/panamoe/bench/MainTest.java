package panamoe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.bench.step.StepSizes;
import tools.jackson.databind.JsonNode;

/** Runs each command with tiny sizes and tests the form of its output. */
class MainTest {

    private static final String TINY =
            "--layers 2 --d 16 --heads 2 --ff 32 --experts 4 --batch 4 --seq 5 --vocab 50 --tasks 3";

    @Test
    void gemmPrintsTheCase() {
        CommandRun run = CommandRun.of("gemm --m 3 --k 5 --n 7 --threads 2 --seconds 0.01 --json");
        assertThat(run.code()).isZero();
        assertThat(run.json()).hasSize(1);
        JsonNode row = run.json().getFirst();
        assertThat(row.get("case").asString()).isEqualTo("gemm");
        assertThat(List.of(
                        row.get("m").asInt(), row.get("k").asInt(), row.get("n").asInt()))
                .containsExactly(3, 5, 7);
        assertThat(row.get("threads").asInt()).isEqualTo(2);
        assertThat(row.get("gflops").asDouble()).isPositive();
    }

    @Test
    void gemmPrintsALineOfText() {
        CommandRun run = CommandRun.of("gemm --m 3 --k 5 --n 7 --seconds 0.01 --transpose NT --backend scalar");
        assertThat(run.lines())
                .singleElement()
                .asString()
                .startsWith("gemm 3x5x7 NT")
                .contains("GFLOP/s");
    }

    @ParameterizedTest
    @CsvSource({"--k=1, sparse", "--k=2, sparse", "--dense, dense"})
    void stepPrintsTheCase(String option, String network) {
        CommandRun run = CommandRun.of("step --steps 3 --warmup 1 --threads 1 --json", TINY, option);
        assertThat(run.code()).isZero();
        assertThat(run.json()).hasSize(1);
        JsonNode row = run.json().getFirst();
        assertThat(row.get("case").asString()).isEqualTo("step");
        assertThat(row.get("feed_forward").asString()).isEqualTo(network);
        double median = row.get("median_ms").asDouble();
        assertThat(row.get("min_ms").asDouble()).isPositive().isLessThanOrEqualTo(median);
        assertThat(row.get("tokens_per_s").asDouble() * median).isCloseTo(1e3 * 4 * 5, within(1e-6));
        assertThat(row.get("alloc_bytes_per_step").asLong()).isPositive();
        for (String phase : List.of("forward_ms", "backward_ms", "optimizer_ms")) {
            assertThat(row.get(phase).asDouble()).as(phase).isPositive();
        }
        // about ln 3, the loss of a guess among three classes, plus about 0.01 of balance loss
        assertThat(row.get("loss").asDouble()).isBetween(0.8, 1.4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "scalar", "tornado"})
    void stepKernelsPrintsALinePerKernelThenTheHostAndTheSum(String backend) {
        CommandRun run =
                CommandRun.of("step --kernels --steps 2 --warmup 1 --threads 1 --json --backend", backend, TINY);
        assertThat(run.code()).as(run.errors().toString()).isZero();
        List<JsonNode> kernels = run.json().stream()
                .filter(row -> row.get("case").asString().equals("kernel"))
                .toList();
        assertThat(run.json())
                .filteredOn(row -> !row.get("case").asString().equals("kernel"))
                .extracting(row -> row.get("case").asString())
                .filteredOn(name -> !name.equals("limits"))
                // the cost of the profile is not measured where it waits for each kernel
                .containsExactlyElementsOf(
                        backend.equals("tornado")
                                ? List.of("step", "host", "counting", "sum")
                                : List.of("step", "host", "counting", "sum", "profile"));
        assertThat(kernels)
                .extracting(row -> row.get("kernel").asString())
                .contains("gemm NN", "groupedGemmWeightGradient", "attentionBackward", "adamW")
                .doesNotHaveDuplicates();
        assertThat(kernels)
                .extracting(row -> row.get("ms").asDouble())
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        double sum = run.json().stream()
                .filter(row -> row.has("share") && !row.get("case").asString().equals("sum"))
                .mapToDouble(row -> row.get("share").asDouble())
                .sum();
        assertThat(sum).isCloseTo(1, within(1e-9));
        boolean limited =
                run.json().stream().anyMatch(row -> row.get("case").asString().equals("limits"));
        assertThat(kernels)
                .allSatisfy(row ->
                        assertThat(row.get("fraction_of_roofline").isNumber()).isEqualTo(limited));
    }

    @Test
    void stepKernelsPrintsATable() {
        CommandRun run = CommandRun.of("step --kernels --steps 2 --warmup 1 --backend scalar", TINY);
        assertThat(run.lines())
                .contains("no fraction of the roofline: it is measured for backend vector only, not for scalar")
                .anyMatch(line -> line.matches("kernel +calls +ms +share +rate"))
                .anyMatch(line -> line.matches("adamW +1 +[0-9.]+ +[0-9.]+ % +[0-9.]+ GB/s"))
                .anyMatch(line -> line.matches("sum +[0-9]+ +[0-9.]+ +100.0 %"));
        assertThat(run.lines().getLast()).matches("the profile: a step takes [0-9.]+ times as long .*");
    }

    @Test
    void ratiosPrintsThreadsExpertsAndDense() {
        CommandRun run = CommandRun.of("ratios --rounds 2 --steps 1 --seconds 0.01 --json", TINY);
        assertThat(run.code()).isZero();
        assertThat(run.json())
                .extracting(row -> row.get("what").asString())
                .containsExactly("threads", "threads", "threads", "experts", "sparse to dense");
        assertThat(run.json()).allSatisfy(row -> {
            assertThat(row.get("ratio_min").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(row.get("ratio").asDouble());
            assertThat(row.get("ratio_max").asDouble())
                    .isGreaterThanOrEqualTo(row.get("ratio").asDouble());
        });
        JsonNode experts = run.json().get(3);
        assertThat(experts.get("experts").asInt()).isEqualTo(32);
        assertThat(experts.get("other_experts").asInt()).isEqualTo(4);
        assertThat(experts.get("tokens").asInt()).isEqualTo(8 * 4 * 5);
    }

    @Test
    void rooflinePrintsFractions() {
        CommandRun run = CommandRun.of("roofline --seconds 0.01 --steps 1 --json", TINY);
        assertThat(run.code()).isZero();
        assertThat(run.json())
                .extracting(row -> row.get("case").asString())
                .startsWith("peak", "bandwidth", "gemm")
                .endsWith("forward_backward", "optimizer");
        double peak = run.json().get(0).get("gflops").asDouble();
        assertThat(run.json())
                .filteredOn(row -> row.has("fraction_of_peak"))
                .hasSize(GemmCase.all().size() + 2)
                .allSatisfy(row -> assertThat(row.get("fraction_of_peak").asDouble())
                        .isPositive()
                        .isEqualTo(row.get("gflops").asDouble() / peak));
        double bandwidth = run.json().get(1).get("gbs").asDouble();
        assertThat(run.json())
                .filteredOn(row -> row.has("fraction_of_bandwidth"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.get("fraction_of_bandwidth").asDouble())
                        .isPositive()
                        .isEqualTo(row.get("gbs").asDouble() / bandwidth));
    }

    @Test
    void parallelMeasuresOneProcess() {
        CommandRun run = CommandRun.of("parallel --steps 2 --warmup 1 --threads 1 --json", TINY);
        assertThat(run.code()).isZero();
        assertThat(run.json()).hasSize(1);
        JsonNode row = run.json().getFirst();
        assertThat(row.get("form").asString()).isEqualTo("alone");
        assertThat(row.get("median_ms").asDouble()).isPositive();
        assertThat(row.get("waiting_ms").asDouble()).isZero();
        assertThat(row.get("summed_bytes").asLong()).isZero();
        assertThat(row.get("live_heap_bytes").asLong()).isPositive();
    }

    @Test
    void predictPrintsAssumptionsAndARowForEachNumberOfProcesses() {
        CommandRun run = CommandRun.of("predict --step-ms 100 --gbit 10 --latency 50 --processes 2,4,8 --json", TINY);
        assertThat(run.code()).isZero();
        assertThat(run.json())
                .filteredOn(row -> row.get("case").asString().equals("prediction"))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.get("data_ms").asDouble()).isGreaterThan(100))
                // 4 experts cannot be divided among 8 processes
                .extracting(row -> row.has("expert_ms"))
                .containsExactly(true, true, false);
        assertThat(run.json())
                .extracting(row -> row.get("case").asString())
                .contains("model", "assumption", "network", "faster", "hiding", "memory");
    }

    @Test
    void predictMeasuresAStepAndPrintsATable() {
        CommandRun run = CommandRun.of("predict --processes 2 --experts-per-process 2", TINY);
        assertThat(run.code()).isZero();
        assertThat(run.lines().getFirst()).contains("measured here");
        assertThat(run.lines())
                .filteredOn(line -> line.matches(" +2 +4 \\|.*\\|.*"))
                .hasSize(2);
    }

    @Test
    void missingPeersAreNamed() {
        CommandRun run = CommandRun.of("peers --python no-such-python --json", TINY);
        assertThat(run.code()).isZero();
        assertThat(run.json().getFirst().get("case").asString()).isEqualTo("machine");
        assertThat(run.json())
                .filteredOn(row -> row.get("case").asString().equals("peer-step"))
                .isNotEmpty()
                .allSatisfy(
                        row -> assertThat(row.get("not_measured").asString()).isEqualTo("there is no no-such-python"));
        // the tests run without the profile that adds OpenBLAS
        assertThat(run.json())
                .filteredOn(row -> row.get("case").asString().equals("peer-gemm"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("not_measured").asString()).contains("./panamoe bench peers"));
    }

    @Test
    void helpNamesEveryCommand() {
        CommandRun run = CommandRun.of("--help");
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .anySatisfy(line -> assertThat(line).contains("gemm"))
                .anySatisfy(line -> assertThat(line).contains("step"))
                .anySatisfy(line -> assertThat(line).contains("roofline"))
                .anySatisfy(line -> assertThat(line).contains("ratios"))
                .anySatisfy(line -> assertThat(line).contains("peers"))
                .anySatisfy(line -> assertThat(line).contains("jmh"));
    }

    /** The list of commands shows the first part of each description: a sentence that fits into 80 columns together with the name. */
    @Test
    void theListOfCommandsHasWholeSentences() {
        assertThat(Main.commandLine().getSubcommands()).isNotEmpty().allSatisfy((name, command) -> {
            String[] description = command.getCommandSpec().usageMessage().description();
            assertThat(description[0]).as(name).matches("[A-Z].*\\.").hasSizeLessThanOrEqualTo(66);
            assertThat(description).as(name).allSatisfy(part -> assertThat(part).endsWith("."));
        });
        assertThat(CommandRun.of("--help").lines())
                .as("each on one line")
                .anyMatch(line -> line.matches(" +roofline +Measures how near .* the machine\\."))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void aMessageIsOneLineWithControlCharactersEscaped() {
        assertThat(CommandRun.ofWords("gemm", "--backend", "a\rb").errors())
                .singleElement()
                .asString()
                .startsWith("panamoe bench: unknown backend 'a\\u000db'");
    }

    @Test
    void helpHasTheDefaultSizes() {
        StepSizes sizes = StepSizes.defaults();
        String help = String.join(" ", CommandRun.of("step --help").lines()).replaceAll("\\s+", " ");
        assertThat(help)
                .contains("Layers of the encoder (default: " + sizes.layers() + ")")
                .contains("Vocabulary size (default: " + sizes.vocabulary() + ")");
        // in this help the numbers are part of a sentence
        String ratios = String.join(" ", CommandRun.of("ratios --help").lines()).replaceAll("\\s+", " ");
        assertThat(ratios)
                .contains("by default " + 8 * sizes.experts() + " against " + sizes.experts() + " at "
                        + 8 * sizes.rows() + " tokens a step");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NoSuchCommand",
                "gemm --m 3",
                "gemm --m 3 --k 0 --n 3",
                "gemm --m three --k 3 --n 3",
                "gemm --m 3 --k 3 --n 3 --transpose X",
                "gemm --m 50000 --k 1 --n 50000",
                "gemm --m 50000 --k 50000 --n 1",
                "gemm --threads 0",
                "gemm --backend abacus",
                "gemm --seconds 0",
                "step --heads 7",
                "step --ff 0",
                "step --ff -1 --dense",
                "step --k 9",
                "step --steps 0",
                "step --warmup -1",
                "roofline --threads 0",
                "roofline --steps 0",
                "ratios --threads 1",
                "ratios --rounds 0",
                "peers --part gem",
                "peers --rounds 0",
                "peers --part gemm,gemm",
                "peers --part gemm --engines torch",
                "peers --part step --engines torch,torch",
                "peers --part step --engines torch,jax --peer-device cuda",
                "comm",
                "comm --most 8",
                "comm --seconds 0",
                "parallel --steps 0",
                "parallel --expert-parallel",
                "predict --step-ms 0",
                "predict --optimizer-ms 1",
                "predict --step-ms 1 --processes 1",
                "predict --step-ms 1 --processes 4,2",
                "predict --step-ms 1 --gbit 25",
                "predict --step-ms 1 --gbit 0 --latency 1",
                "predict --step-ms 1 --overlap 2",
                "predict --overlap 2",
                "predict --step-ms 1 --imbalance 0.5",
                "predict --step-ms 1 --scale large --layers 3",
                "predict --step-ms 1 --experts 0",
                "predict --step-ms 1 --experts-per-process 0",
                "predict --step-ms 1 --memory 0",
            })
    void badInputIsOneLineAndExitCode2(String arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.errors()).singleElement().asString().startsWith("panamoe bench: ");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.lines()).isEmpty();
    }
}
