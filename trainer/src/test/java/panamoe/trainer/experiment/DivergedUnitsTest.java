package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.Environment;
import panamoe.trainer.experiment.lowresource.LowResourceTransfer;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Verdict;
import panamoe.trainer.experiment.unseen.UnseenTaskGeneralization;
import panamoe.trainer.report.Report;

/** A run in which the models of one method diverge: with its learning rate, the encoder weights leave the range of floats. */
class DivergedUnitsTest {

    private static final Environment ENVIRONMENT = new Environment("jdk", "cpu", 1, 0, "scalar", "unknown");

    private static final RunSettings SETTINGS = TinyWorld.settings(
            "{methods: [dense-mtl, task-gate-moe], training: {trunk-rates: {dense-mtl: 1e30}}}", 1, 2);

    @TempDir
    private Path temporary;

    private final List<UnitKey> begun = new ArrayList<>();
    private final List<Integer> stepsLeft = new ArrayList<>();
    private List<UnitResult> diverged;
    private int steps;

    private final UnitListener listener = new UnitListener() {
        @Override
        public void begins(UnitKey unit) {
            begun.add(unit);
        }

        @Override
        public void step() {
            steps++;
        }

        @Override
        public void diverged(UnitResult unit, int left) {
            stepsLeft.add(left);
        }
    };

    private Results run(Path folder, boolean resume, Optional<RunsFile> runs) throws IOException {
        RunFolder runFolder = RunFolder.open(folder, SETTINGS, resume, runs);
        try (Backend backend = Backends.create("scalar", 1)) {
            Experiment experiment = Experiment.open(
                    SETTINGS,
                    new TinyWorld.TinySuite(),
                    new SharedEncoder(TinyWorld::pretrained, backend),
                    ENVIRONMENT,
                    runFolder);
            int planned = experiment.left().steps();
            steps = 0;
            experiment.run(listener);
            assertThat(steps + stepsLeft.stream().mapToInt(left -> left).sum()).isEqualTo(planned);
            stepsLeft.clear();
            diverged = experiment.diverged();
            return experiment.results();
        }
    }

    private RunsFile runsFile() {
        return new RunsFile(temporary.resolve("runs.csv"), SETTINGS, "", ENVIRONMENT);
    }

    private static Estimate score(Results results, String protocol, String method) {
        return ((MethodResult.Scored<?>)
                        results.protocols().get(protocol).methods().get(method))
                .score();
    }

    @Test
    void otherUnitsContinueAndDivergedUnitsAreNotRepeated() throws IOException {
        Path folder = temporary.resolve("run");
        Results results = run(folder, false, Optional.of(runsFile()));

        assertThat(diverged)
                .allSatisfy(unit -> assertThat(unit.key().method()).isEqualTo("dense-mtl"))
                .extracting(unit -> unit.key().variant())
                .contains("size 4", "size 16", "all", "new-a", "new-b", "sequential", "joint");
        assertThat(diverged)
                .filteredOn(unit -> unit.key().protocol().equals(LowResourceTransfer.NAME))
                .allSatisfy(unit ->
                        assertThat(unit.diverged()).matches("diverged at step \\d+ of [a-z-]+: .* (NaN|.?Infinity)"))
                .allSatisfy(unit -> assertThat(unit.curves()).isNotEmpty());
        assertThat(diverged)
                .filteredOn(unit -> unit.key().protocol().equals(UnseenTaskGeneralization.NAME))
                .allSatisfy(unit -> assertThat(unit.diverged()).endsWith(", in its base-model"));

        Estimate dense = score(results, LowResourceTransfer.NAME, "dense-mtl");
        assertThat(dense.mean()).isNull();
        assertThat(dense.diverged()).containsExactly(1L, 2L);
        assertThat(score(results, LowResourceTransfer.NAME, "task-gate-moe").perSeed())
                .doesNotContainNull();
        results.protocols()
                .values()
                .forEach(
                        protocol -> assertThat(Verdict.of(protocol.comparisons().get("task-gate-moe - dense-mtl")))
                                .isEqualTo(Verdict.NO_VERDICT));

        begun.clear();
        Results again = run(folder, true, Optional.empty());
        assertThat(begun).isEmpty();
        assertThat(ResultsJson.toJson(again)).isEqualTo(ResultsJson.toJson(results));

        run(temporary.resolve("other"), false, Optional.of(runsFile()));
        assertThat(begun).isEmpty();
        assertThat(diverged).hasSize(2 * 7);
    }

    @Test
    void everyOutputNamesTheDivergedSeeds() throws IOException {
        Path folder = temporary.resolve("run");
        Results results = run(folder, false, Optional.of(runsFile()));
        Path page = Report.write(results, folder);

        assertThat(Files.readString(folder.resolve("runs.jsonl"))).contains("\"diverged\":\"diverged at step ");
        assertThat(Files.readAllLines(temporary.resolve("runs.csv")))
                .filteredOn(row -> row.contains(",dense-mtl,"))
                .hasSize(2 * 7)
                .allSatisfy(row -> assertThat(row).contains("diverged at step ").doesNotContain("="));
        assertThat(Files.readString(folder.resolve("tables.md")))
                .contains("| dense-mtl | –, 2 of 2 seeds diverged | –, 2 of 2 seeds diverged | no verdict |");
        assertThat(Jsoup.parse(page.toFile()).text())
                .contains("low-resource transfer has no verdict, since 2 of 2 seeds diverged");
    }
}
