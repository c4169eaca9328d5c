package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hipparchus.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Interval;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.statistics.Statistics;

/**
 * Tests the primary comparisons of the second study: the table of the results page against one that is computed here from the rows, with
 * Holm's correction (Holm 1979, A Simple Sequentially Rejective Multiple Test Procedure).
 */
class SecondStudyTest {

    private static final Path PAGE = Path.of("../docs/results.md");
    private static final Path ROWS = Path.of("../docs/results/second/runs.csv");

    private static final List<Long> SEEDS =
            LongStream.rangeClosed(1, 10).boxed().toList();
    private static final List<Integer> SIZES = List.of(32, 128);
    private static final List<Integer> SHOTS = List.of(16, 64);

    /** The low-resource targets. In (ii) they are the six targets with a related task. */
    private static final List<String> SIX_TARGETS = List.of("mrpc", "stsb", "sick-e", "cr", "mpqa", "trec-fine");

    private static final List<String> UNSEEN = Stream.concat(SIX_TARGETS.stream(), Stream.of("subj", "tweet-emotion"))
            .toList();
    private static final List<String> OLD = List.of(
            "cola",
            "sst2",
            "mrpc",
            "stsb",
            "sick-e",
            "sick-r",
            "subj",
            "cr",
            "mpqa",
            "trec",
            "trec-fine",
            "tweet-emotion",
            "agnews");
    private static final List<String> LEARNED = OLD.stream()
            .filter(task -> !task.equals("cola") && !task.equals("mrpc"))
            .toList();

    private static final String TASK_GATES = "task-gate-moe";
    private static final String DENSE = "dense-mtl";
    private static final String BASELINE = "dense-cagrad";

    private record Run(String name, String method, long seed, String variant) {}

    /** A registered comparison: the difference of two quantities of one seed. */
    private record Comparison(String claim, String text, ToDoubleFunction<Long> difference) {

        Estimate estimate() {
            return Statistics.estimate(SEEDS, differences());
        }

        double p() {
            return new TTest().tTest(0, differences());
        }

        private double[] differences() {
            return SEEDS.stream().mapToDouble(difference).toArray();
        }
    }

    private final Map<Run, Map<String, Double>> runs = read();

    private final List<Comparison> primary = List.of(
            new Comparison(
                    "(i) low-resource tasks learn from related ones",
                    "`task-gate-moe` − `dense-mtl`",
                    seed -> lowResource(TASK_GATES, seed) - lowResource(DENSE, seed)),
            new Comparison(
                    "(i)",
                    "`task-gate-moe` − `dense-cagrad`",
                    seed -> lowResource(TASK_GATES, seed) - lowResource(BASELINE, seed)),
            new Comparison(
                    "(ii) unseen tasks are learned from few examples, through the gates of related tasks",
                    "`task-gate-moe`, automatic start − `dense-mtl`",
                    seed -> unseen(TASK_GATES, "auto", seed, UNSEEN) - unseen(DENSE, "none", seed, UNSEEN)),
            new Comparison(
                    "(ii)",
                    "related start − wrong start",
                    seed -> unseen(TASK_GATES, "related", seed, SIX_TARGETS)
                            - unseen(TASK_GATES, "wrong", seed, SIX_TARGETS)),
            new Comparison(
                    "(ii)",
                    "automatic start − fresh start",
                    seed -> unseen(TASK_GATES, "auto", seed, SIX_TARGETS)
                            - unseen(TASK_GATES, "fresh", seed, SIX_TARGETS)),
            new Comparison(
                    "(iii) unrelated tasks, added afterwards, do no harm",
                    "change of the old tasks, `task-gate-moe` − `dense-mtl`",
                    seed -> change(TASK_GATES, seed, OLD) - change(DENSE, seed, OLD)),
            new Comparison(
                    "(iii)",
                    "the same without `cola` and `mrpc`",
                    seed -> change(TASK_GATES, seed, LEARNED) - change(DENSE, seed, LEARNED)));

    @Test
    void thePageHasThePrimaryComparisonsOfTheRows() throws IOException {
        List<String> expected = table();

        assertThat(Files.readAllLines(PAGE))
                .as("docs/results.md, expected:\n" + String.join("\n", expected))
                .containsAll(expected);
    }

    @Test
    void holmMultipliesTheSmallestValueByTheNumberOfComparisons() {
        // worked example: 0.01 * 4, 0.013 * 3 is smaller so 0.04 stays, 0.03 * 2, 0.04 * 1 is smaller so 0.06 stays
        assertThat(holm(0.03, 0.01, 0.04, 0.013)).containsExactly(new double[] {0.06, 0.04, 0.06, 0.04}, within(1e-12));
    }

    private List<String> table() {
        double[] adjusted = holm(primary.stream().mapToDouble(Comparison::p).toArray());
        return IntStream.range(0, primary.size())
                .mapToObj(i -> line(primary.get(i), adjusted[i]))
                .toList();
    }

    private static String line(Comparison comparison, double p) {
        Estimate estimate = comparison.estimate();
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        comparison.claim(),
                        comparison.text(),
                        Numbers.CHANGE.withInterval(estimate),
                        p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p),
                        verdict(estimate, p));
    }

    /** The registered rule. */
    private static String verdict(Estimate estimate, double p) {
        Interval interval = estimate.ci95();
        if (p < 0.05) {
            return estimate.mean() > 0 ? "**supported**" : "**not supported**: below 0";
        }
        if (interval.low() > 0 || interval.high() < 0) {
            return "**undecided**: %s 0 before the correction only".formatted(estimate.mean() > 0 ? "above" : "below");
        }
        if (interval.high() - interval.low() < 0.02) {
            return "**not supported**: no difference";
        }
        OptionalInt seeds = Statistics.seedsToExcludeZero(estimate);
        return "**undecided** (%s seeds)".formatted(seeds.isPresent() ? seeds.getAsInt() : "over 1000");
    }

    /** Holm's step-down values: sorted, times the number of those that remain, not below the value before, at most 1. */
    private static double[] holm(double... p) {
        List<Integer> order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .toList();
        double[] adjusted = new double[p.length];
        double before = 0;
        for (int rank = 0; rank < p.length; rank++) {
            before = Math.max(before, Math.min(1, p[order.get(rank)] * (p.length - rank)));
            adjusted[order.get(rank)] = before;
        }
        return adjusted;
    }

    private double lowResource(String method, long seed) {
        return SIZES.stream()
                .flatMap(
                        size -> SIX_TARGETS.stream().map(task -> value("transfer", method, seed, "size " + size, task)))
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    /** The area under the curve of two shot counts over their logarithm is the mean of the two. */
    private double unseen(String method, String start, long seed, List<String> targets) {
        return targets.stream()
                .flatMap(target -> SHOTS.stream()
                        .map(shots ->
                                value("transfer", method, seed, target, target + "/" + start + "/" + shots + "/0")))
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    private double change(String method, long seed, List<String> tasks) {
        return tasks.stream()
                .mapToDouble(task -> value("robustness", method, seed, "sequential", task)
                        - value("robustness", method, seed, "all", task))
                .average()
                .orElseThrow();
    }

    private double value(String name, String method, long seed, String variant, String metric) {
        Run run = new Run(name, method, seed, variant);
        Map<String, Double> metrics = runs.get(run);
        assertThat(metrics).as("row of " + run).isNotNull().containsKey(metric);
        return metrics.get(metric);
    }

    private static Map<Run, Map<String, Double>> read() {
        Map<Run, Map<String, Double>> runs = new HashMap<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(ROWS)) {
            rows.forEach(row -> runs.computeIfAbsent(
                            new Run(
                                    row.getField("name"),
                                    row.getField("method"),
                                    Long.parseLong(row.getField("seed")),
                                    row.getField("variant")),
                            missing -> new HashMap<>())
                    .putAll(metrics(row.getField("metrics"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return runs;
    }

    private static Map<String, Double> metrics(String text) {
        Map<String, Double> metrics = new HashMap<>();
        for (String metric : text.split(";")) {
            int equals = metric.lastIndexOf('=');
            metrics.put(metric.substring(0, equals), Double.parseDouble(metric.substring(equals + 1)));
        }
        return metrics;
    }
}
