package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.Method;
import panamoe.trainer.tasks.SequenceSource;

class RunsFileTest {

    private static final Environment ENVIRONMENT = new Environment("jdk", "cpu", 1, 512, "scalar", "abc123");

    @TempDir
    Path temporary;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = temporary.resolve("results").resolve("runs.csv");
    }

    private RunsFile open(RunSettings settings) {
        return new RunsFile(file, settings, "tiny", ENVIRONMENT);
    }

    private static UnitResult result(long seed, double value) {
        return result(
                "p",
                seed,
                UnitResult.Score.of("a", value, Map.of("f1", 0.1 + 0.2)),
                UnitResult.Score.of("b", -1, Map.of()));
    }

    private static UnitResult result(String protocol, long seed, UnitResult.Score... scores) {
        return new UnitResult(
                new UnitKey(protocol, "dense-mtl", seed, "size 3, with comma"),
                List.of(scores),
                List.of(),
                List.of(),
                List.of(),
                12.34,
                null,
                null);
    }

    @Test
    void aContradictoryOrInvalidRowIsRefusedWithItsLine() throws IOException {
        RunsFile runs = open(TinyWorld.settings(1));
        runs.append(result(1, 0.25));
        String row = Files.readAllLines(file).get(1);

        Files.writeString(file, row + "\n", StandardOpenOption.APPEND);
        assertThat(open(TinyWorld.settings(1)).results()).hasSize(1);

        String other = row.replace("a=0.25", "a=0.75");
        Files.writeString(file, other + "\n", StandardOpenOption.APPEND);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> open(TinyWorld.settings(1)))
                .withMessageContaining(":4: other metrics of ")
                .withMessageContaining("than in line 2");

        Files.writeString(file, Files.readAllLines(file).getFirst() + "\n" + row.replace("a=0.25", "a=7.5") + "\n");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> open(TinyWorld.settings(1)))
                .withMessageEndingWith("runs.csv:2: a=7.5: expected -1 to 1");
    }

    @Test
    void rowsAreReadBackExactly() throws IOException {
        UnitResult severalScores = result(
                "few-shot",
                1,
                UnitResult.Score.under("wrong/16/2", "c", 1e-17),
                UnitResult.Score.under("wrong/64/0", "c", 0.25));
        RunsFile runs = open(TinyWorld.settings(1));
        runs.append(result(1, 1.0 / 3));
        runs.append(result(2, 0.7));
        runs.append(severalScores);

        List<UnitResult> read = open(TinyWorld.settings(1)).results();

        assertThat(read)
                .containsExactly(
                        result(1, 1.0 / 3).took(12.3).on(512),
                        result(2, 0.7).took(12.3).on(512),
                        severalScores.took(12.3).on(512));
        assertThat(Files.readString(file))
                .startsWith("settings,name,commit,vector_bits,protocol,method,seed,variant,")
                .contains(
                        ",tiny,abc123,512,p,dense-mtl,1,\"size 3, with comma\",12.3,a=0.3333333333333333;a/f1=0.30000000000000004;b=-1.0\n")
                .endsWith(
                        ",tiny,abc123,512,few-shot,dense-mtl,1,\"size 3, with comma\",12.3,c/wrong/16/2=1.0E-17;c/wrong/64/0=0.25\n");
    }

    /** A row belongs to runs with the same settings. The lists of methods and seeds may differ, because a unit does not depend on them. */
    @Test
    void rowsBelongToTheirSettings() throws IOException {
        open(TinyWorld.settings(1)).append(result(1, 0.5));

        assertThat(open(TinyWorld.settings(1, 2, 3)).results()).hasSize(1);
        assertThat(open(TinyWorld.settings("data: other", 1)).results()).isEmpty();
        assertThat(open(TinyWorld.settings("encoder: mine 0123456789abcdef", 1)).results())
                .isEmpty();
    }

    /** Rows of an earlier version of the data reader were measured on other examples. The file reports how many there are. */
    @Test
    void rowsOfAnotherReaderVersionAreNotTaken() throws IOException {
        RunSettings smoke = Preset.SMOKE.settings();
        RunSettings before = SettingsReader.read(Map.of("data", "mine 0123456789abcdef"), smoke);
        RunSettings now = SettingsReader.read(Map.of("data", "mine reader-2 0123456789abcdef"), smoke);
        open(before).append(result(1, 0.5));
        open(before).append(result(2, 0.5));

        assertThat(open(now).results()).isEmpty();
        assertThat(open(now).refused())
                .containsExactly(Map.entry(
                        "the same files were read and split by reader-1, and by reader-2 now, which makes other examples or"
                                + " splits of them",
                        2));
        assertThat(open(before).refused()).isEmpty();
        assertThat(open(SettingsReader.read(Map.of("split", "dev"), now)).refused())
                .as("with other settings there is nothing to report")
                .isEmpty();
    }

    /** A row from before the program had a setting: its hash differs, and the kept settings identify it. */
    @Test
    void rowsAreFoundByTheirSettingsAfterTheHashChanged() throws IOException {
        RunSettings settings = Preset.SMOKE.settings();
        open(settings).append(result(1, 0.5));
        String hash = SettingsReader.unitHash(settings, Method.DENSE_MTL);
        Path kept = file.resolveSibling("settings").resolve(hash + ".yaml");
        String yaml = Files.readString(kept);
        Path before = kept.resolveSibling("0123456789abcdef.yaml");
        Files.writeString(before, yaml.replaceFirst("  clip-norm: 1.0\n", ""));
        Files.writeString(file, Files.readString(file).replace(hash, "0123456789abcdef"));

        assertThat(open(settings).results()).hasSize(1);
        assertThat(open(Preset.QUICK.settings()).results()).isEmpty();
        Files.writeString(before, yaml.replaceFirst("  clip-norm: 1.0\n", "  clip-norm: 2.0\n"));
        assertThat(open(settings).results()).isEmpty();
    }

    /** The rows of a defined method belong to its definition. The rows of built-in methods in the same file do not depend on it. */
    @Test
    void rowsOfADefinedMethodBelongToItsDefinition() throws IOException {
        RunSettings settings = defining("{name: mine, gate: task, weighting: pcgrad}");
        UnitResult ofMine = ofMethod("mine");
        UnitResult ofDense = ofMethod("dense-mtl");
        RunsFile runs = open(settings);
        runs.append(ofMine);
        runs.append(ofDense);

        assertThat(open(settings).results()).containsExactly(ofMine, ofDense);
        assertThat(open(defining("{weighting: pcgrad, gate: task, name: mine}")).results())
                .as("the order of a definition's keys does not matter")
                .containsExactly(ofMine, ofDense);
        assertThat(open(defining("{name: mine, gate: shared, weighting: pcgrad}"))
                        .results())
                .as("another gate")
                .containsExactly(ofDense);
        assertThat(open(defining("{name: mine, gate: task}")).results())
                .as("another weighting")
                .containsExactly(ofDense);
        assertThat(open(defining("{name: other, gate: task, weighting: pcgrad}"))
                        .results())
                .as("another name")
                .containsExactly(ofDense);
        assertThat(open(TinyWorld.settings(1)).results()).as("no definition").containsExactly(ofDense);
    }

    /** Rows of a defined method with the hash of an older program: the definition is only in the kept settings. */
    @Test
    void rowsOfADefinedMethodAreFoundByTheirSettingsAfterTheHashChanged() throws IOException {
        RunSettings settings = defining("{name: mine, gate: task, weighting: pcgrad}");
        open(settings).append(ofMethod("mine"));
        String hash = SettingsReader.unitHash(settings, settings.methods().getLast());
        Path kept = file.resolveSibling("settings").resolve(hash + ".yaml");
        // kept settings must name a real preset, unlike the tiny settings
        String yaml = Files.readString(kept).replace("preset: tiny", "preset: quick");
        Files.writeString(kept.resolveSibling("0123456789abcdef.yaml"), yaml.replaceFirst("  clip-norm: 1.0\n", ""));
        Files.writeString(file, Files.readString(file).replace(hash, "0123456789abcdef"));

        assertThat(open(settings).results()).hasSize(1);
        assertThat(open(defining("{name: mine, gate: shared, weighting: pcgrad}"))
                        .results())
                .isEmpty();
        assertThat(open(TinyWorld.settings(1)).results()).isEmpty();
    }

    private static RunSettings defining(String method) {
        return TinyWorld.settings("methods: [dense-mtl, " + method + "]", 1);
    }

    private static UnitResult ofMethod(String method) {
        UnitKey key = new UnitKey("p", method, 1, "size 3");
        UnitResult.Score score = UnitResult.Score.of("a", 0.5, Map.of());
        return UnitResult.of(key, List.of(score), List.of(), List.of(), List.of())
                .on(512);
    }

    @Test
    void anInvalidFileIsRefused() throws IOException {
        open(TinyWorld.settings(1)).append(result(1, 0.5));
        Files.writeString(file, Files.readString(file).replace("b=-1.0", "b"));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> open(TinyWorld.settings(1)))
                .withMessage(file + ":2: metric \"b\": expected name=value");

        String columns = Files.readAllLines(file).getFirst();
        Files.writeString(file, columns + "\nhash,tiny,abc123\n");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> open(TinyWorld.settings(1)))
                .withMessage(file + ":2: 3 columns: expected 10; correct or remove the row");

        Files.writeString(file, "a,b\n1,2\n");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> open(TinyWorld.settings(1)))
                .withMessageContaining("has the columns a, b: expected settings, name, commit");

        Files.writeString(file, "a,b\n");
        assertThatExceptionOfType(UserError.class)
                .as("a file without rows")
                .isThrownBy(() -> open(TinyWorld.settings(1)))
                .withMessageContaining("has the columns a, b: expected settings, name, commit");
    }

    /** Now rather than when the first unit is done. */
    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforeTheRun() throws IOException {
        open(TinyWorld.settings(1)).begin();
        assertThat(file).isEmptyFile();

        Path noFolder = file;
        file = noFolder.resolve("runs.csv");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> open(TinyWorld.settings(1)).begin())
                .withMessageStartingWith("cannot write to " + file + " (")
                .withMessageEndingWith("): choose another --runs");

        file = Files.createSymbolicLink(temporary.resolve("loop"), Path.of("loop"));
        RunFolder folder = RunFolder.open(
                temporary.resolve("out"), TinyWorld.settings(1), false, Optional.of(open(TinyWorld.settings(1))));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.begin(TinyWorld.settings(1)))
                .withMessageStartingWith("cannot write to " + file + " (");
        assertThat(folder.path()).isEmptyDirectory();
    }

    /** As after a kill between the two writes. */
    @Test
    void aUnitThatTheFolderHasAndTheFileLacksIsAddedWhenTheRunGoesOn() throws IOException {
        RunSettings settings = TinyWorld.settings(1);
        RunFolder run = begun(settings, true);
        run.append(result(1, 0.25));
        String first = Files.readString(file);
        run.append(result(2, 0.5));
        String both = Files.readString(file);
        Files.writeString(file, first);
        replaceCommit(run, "\"commit\":\"def456\",");

        resumed(settings).begin(settings);

        String second = both.substring(first.length());
        assertThat(file).hasContent(first + second.replace(",abc123,", ",def456,"));
        resumed(settings).begin(settings);
        assertThat(file).content().hasLineCount(3);
    }

    @Test
    void aUnitOfAnOlderFolderThatNamesNoCommitHasAnUnknownOne() throws IOException {
        RunSettings settings = TinyWorld.settings(1);
        RunFolder run = begun(settings, true);
        run.append(result(1, 0.25));
        String row = Files.readString(file);
        Files.delete(file);
        replaceCommit(run, "");

        resumed(settings).begin(settings);

        assertThat(file).hasContent(row.replace(",abc123,", ",unknown,"));
    }

    /** Two folders of one call may have the same unit; another result, as of another width of vectors, would make the file invalid. */
    @Test
    void aRowThatAnotherFolderAddsMeanwhileIsNotAddedAgain() throws IOException {
        RunSettings settings = TinyWorld.settings(1);
        RunFolder run = begun(settings, false);
        run.append(result(1, 0.25));
        run.append(result(2, 0.25));
        RunFolder again = resumed(settings);
        open(settings).append(result(1, 0.5));

        again.begin(settings);

        assertThat(open(settings).results())
                .extracting(result -> result.score("a"))
                .containsExactly(0.5, 0.25);
    }

    @Test
    void theLastResultOfAUnitIsAdded() throws IOException {
        RunSettings settings = TinyWorld.settings(1);
        RunFolder run = begun(settings, false);
        run.append(result(1, 0.25));
        run.append(result(1, 0.5));

        resumed(settings).begin(settings);

        assertThat(open(settings).results())
                .extracting(result -> result.score("a"))
                .containsExactly(0.5);
    }

    private RunFolder begun(RunSettings settings, boolean withFile) throws IOException {
        Optional<RunsFile> rows = withFile ? Optional.of(open(settings)) : Optional.empty();
        RunFolder run = RunFolder.open(temporary.resolve("out"), settings, false, rows);
        run.begin(settings);
        return run;
    }

    private RunFolder resumed(RunSettings settings) {
        return RunFolder.open(temporary.resolve("out"), settings, true, Optional.of(open(settings)));
    }

    /** Puts another entry in place of the commit in the lines of a folder. */
    private static void replaceCommit(RunFolder run, String entry) throws IOException {
        Path lines = run.path().resolve("runs.jsonl");
        String before = Files.readString(lines);
        assertThat(before).contains("\"commit\":\"unknown\",");
        Files.writeString(lines, before.replace("\"commit\":\"unknown\",", entry));
    }

    @Test
    void anEmptyFileGetsItsColumns() throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        open(TinyWorld.settings(1)).append(result(1, 0.25));
        assertThat(open(TinyWorld.settings(1)).results()).hasSize(1);
    }

    /** The last number of such a row may be cut. */
    @Test
    void aRowWithoutALineEndIsNotTaken() throws IOException {
        RunSettings one = TinyWorld.settings(1);
        open(one).append(result(1, 0.25));
        String whole = Files.readString(file);
        open(one).append(result(2, 0.5));
        String torn = Files.readString(file).substring(whole.length()).replace("b=-1.0\n", "b=-1");
        Files.writeString(file, whole + torn);

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> open(TinyWorld.settings(1, 2)))
                .withMessage(file
                        + ": the last row, of dense-mtl with seed 2, has no line end, so it may be cut: add the line"
                        + " end if it is whole, else remove the row, and its unit is done again");

        RunsFile others = open(one);
        assertThat(others.results()).hasSize(1);
        assertThat(others.refused().values()).containsExactly(1);
        others.append(result(1, 0.25));
        assertThat(Files.readString(file)).startsWith(whole).doesNotContain(torn);
        assertThat(file.resolveSibling("runs.csv.torn")).hasContent(torn);
        assertThat(open(TinyWorld.settings(1, 2)).refused()).isEmpty();
    }

    @Test
    void theUnitOfARowWithMissingColumnsIsDoneAgain() throws IOException {
        open(TinyWorld.settings(1)).append(result(1, 0.25));
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.indexOf(",p,") + 4));
        RunsFile cut = open(TinyWorld.settings(1));
        assertThat(cut.results()).isEmpty();
        cut.append(result(1, 0.25));
        assertThat(Files.readString(file)).isEqualTo(whole);
    }

    private record Counter(List<UnitKey> begun) implements UnitListener {
        @Override
        public void begins(UnitKey unit) {
            begun.add(unit);
        }

        @Override
        public void step() {}
    }

    private List<UnitKey> run(Path folder, RunSettings settings) throws IOException {
        Design design = TinyWorld.design(settings);
        RunFolder runFolder = RunFolder.open(folder, settings, false, Optional.of(open(settings)));
        Counter counter = new Counter(new ArrayList<>());
        try (Backend backend = Backends.create("scalar", 1)) {
            SequenceSource features = Lab.features(design, backend, TinyWorld.pretrained());
            Lab lab = new Lab(design, backend, TinyWorld.pretrained(), features, runFolder.checkpoints());
            Plan.of(design).run(lab, runFolder, counter);
        }
        return counter.begun();
    }

    /** As on another machine: the folder is new, so the base models that few-shot learning begins with are missing. */
    @Test
    void aRunContinuesFromTheFile() throws IOException {
        RunSettings settings = TinyWorld.settings(1);
        int all = run(temporary.resolve("whole"), settings).size();
        List<String> rows = Files.readAllLines(file);
        assertThat(rows).hasSize(1 + all);
        String lost = rows.stream()
                .filter(row -> row.contains("unseen-task-generalization,task-gate-moe,1,new-b"))
                .findFirst()
                .orElseThrow();
        Files.write(file, rows.stream().filter(row -> !row.equals(lost)).toList());

        List<UnitKey> again = run(temporary.resolve("again"), settings);

        assertThat(again)
                .extracting(UnitKey::toString)
                .containsExactly(
                        "base-model, task-gate-moe, seed 1, all",
                        "unseen-task-generalization, task-gate-moe, seed 1, new-b");
        List<String> now = Files.readAllLines(file);
        assertThat(now).hasSize(rows.size());
        assertThat(metrics(now.getLast())).isEqualTo(metrics(lost)).contains("new-b/related/4/0=");
        assertThat(run(temporary.resolve("nothing left"), settings)).isEmpty();
    }

    private static String metrics(String row) {
        return row.substring(row.lastIndexOf(',') + 1);
    }
}
