package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.encoder.minilm.MiniLm;
import panamoe.trainer.experiment.Preset;
import panamoe.trainer.experiment.RunFolder;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.learner.GateKind;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;
import panamoe.trainer.tasks.Split;
import picocli.CommandLine;

class CommandLineTest {

    @TempDir
    private Path temporary;

    private static CommandRun run(String... args) {
        return CommandRun.of(Main.commandLine(), List.of(args));
    }

    private static void assertRefused(String expected, String... args) {
        CommandRun outcome = run(args);
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.err().lines()).hasSize(1).first().asString().contains(expected);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void unknownNamesAreRefusedWithThoseThatExist() {
        assertRefused(
                "low-resource-transfer, unseen-task-generalization, unrelated-task-robustness",
                "protocols",
                "--protocol",
                "low-resource");
        assertRefused(
                "single-task, dense-mtl, dense-uncertainty, dense-gradnorm", "protocols", "--method", "dense-mtl,moe");
        assertRefused("smoke, quick, full", "protocols", "--preset", "tiny");
        assertRefused("dev, test", "protocols", "--split", "train");
        assertRefused("head, gate, all", "protocols", "--few-shot-train", "body");
        assertRefused("auto", "protocols", "--backend", "abacus", "--out", temporary.toString());
        assertRefused("FIRST-LAST", "protocols", "--train-layers", "5-4");
        assertRefused("layers 0-5", "protocols", "--train-layers", "5-6");
        assertRefused("--color", "protocols", "--color");
        assertRefused(
                "no command given: expected train, evaluate, predict, add-task, prune, inspect, protocols, tasks or devices");
    }

    @Test
    void aPrecisionThatContradictsTheBackendsNameIsRefused() throws IOException {
        String expected = "backend tornado-tf32 and precision fp32: the name stands for tf32";
        assertRefused(expected, "protocols", "--backend", "tornado-tf32", "--precision", "fp32");
        assertRefused(expected, "protocols", "--config", config("backend: tornado-tf32"), "--precision", "fp32");
    }

    @Test
    void numbersBelowOneAreRefused() {
        assertRefused("--threads 0", "protocols", "--threads", "0");
        assertRefused("--seeds 0", "protocols", "--seeds", "0");
        assertRefused("give one of them", "protocols", "--seeds", "3", "--seed", "101,102");
        assertRefused("seeds [7, 7]: expected at least one, each once", "protocols", "--seed", "7,7");
    }

    @Test
    void valuesOfTheWrongTypeAreRefused() throws IOException {
        String whole = "expected a whole number up to 2147483647";
        assertRefused("'--steps': \"1e3\": " + whole, "train", "--out", "m", "--steps", "1e3");
        assertRefused("'--steps': \"3000000000\": " + whole, "train", "--out", "m", "--steps", "3000000000");
        assertRefused("'--epochs': \"three\": expected a number", "train", "--out", "m", "--epochs", "three");
        assertRefused("'--out': \"\": expected the path of a file or folder", "train", "--out", "");
        assertRefused("'--data': \" \": expected the path of a file or folder", "tasks", "--data", " ");
        assertRefused("--steps 0: expected at least 1", "train", "--out", "m", "--steps", "0");
        assertRefused("--task without a name", "tasks", "--task", ",");
        assertRefused("@none: no such folder", "tasks", "--data", "@none");
        assertRefused("--task a is given twice", "tasks", "--task", "a,b,a");
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "not a folder");

        assertRefused(
                "choose another --out",
                "protocols",
                "--out",
                file.resolve("run").toString());
    }

    @Test
    void aFolderThatIsNotEmptyIsRefused() throws IOException {
        Files.writeString(temporary.resolve("something"), "");

        assertRefused("--resume", "protocols", "--out", temporary.toString());
        assertRefused("settings.yaml", "protocols", "--resume", "--out", temporary.toString());
    }

    @Test
    void resumingAnotherConfigurationIsRefused() throws IOException {
        RunSettings smoke = Preset.SMOKE.settings();
        RunFolder.open(temporary, smoke, false).begin(smoke);

        assertRefused("another configuration (preset", "protocols", "--resume", "--out", temporary.toString());
        assertRefused("add --out", "protocols", "--resume");
        assertRefused(
                "has no settings.yaml",
                "protocols",
                "--resume",
                "--out",
                temporary.resolve("none").toString());
    }

    private String config(String yaml) throws IOException {
        return Files.writeString(temporary.resolve("settings.yaml"), yaml).toString();
    }

    @Test
    void aSettingsFileThatDoesNotFitIsRefused() throws IOException {
        assertRefused(
                "no such file",
                "protocols",
                "--config",
                temporary.resolve("none").toString());
        assertRefused(
                "model.moe.expert: unknown key: did you mean \"experts\"?",
                "protocols",
                "--config",
                config("model: {moe: {expert: 4}}"));
        assertRefused(
                "is based on preset smoke", "protocols", "--preset", "quick", "--config", config("preset: smoke"));
        assertRefused("smoke, quick, full", "protocols", "--config", config("preset: tiny"));
        assertRefused("this run is on wordnet-3.1", "protocols", "--config", config("data: others"));
        assertRefused("layers 0-5", "protocols", "--config", config("model: {last-layer: 9}"));
        assertRefused(
                "hash-gate-moe with",
                "protocols",
                "--method",
                "hash-gate-moe",
                "--config",
                config("model: {moe: {selection: {k: 2, weighting: renormalized}}}"));
    }

    private static final String DEFINITION = "{name: task-gate-pcgrad, gate: task, weighting: pcgrad}";

    /** The settings that the options give, those of the file included. */
    private static RunSettings settings(String... options) {
        return CommandLine.populateCommand(new SettingsOptions(), options)
                .choices()
                .getFirst()
                .read(MiniLm.source());
    }

    @Test
    void eachFileOfSettingsIsARunOfItsOwn() throws IOException {
        Path one = Files.writeString(temporary.resolve("one.yaml"), "seeds: [7]\n");
        Path two = Files.writeString(temporary.resolve("two.yml"), "seeds: [8]\n");
        List<SettingsOptions.Choice> choices = CommandLine.populateCommand(
                        new SettingsOptions(), "--config", one + "," + two, "--split", "dev")
                .choices();

        assertThat(choices).extracting(SettingsOptions.Choice::name).containsExactly("one", "two");
        assertThat(choices)
                .extracting(choice -> choice.read(MiniLm.source()).seeds())
                .containsExactly(List.of(7L), List.of(8L));
        assertThat(choices)
                .extracting(choice -> choice.read(MiniLm.source()).split())
                .containsOnly(Split.DEV);
    }

    @Test
    void twoFilesOfSettingsWithOneNameAreRefused() throws IOException {
        Path one = Files.writeString(temporary.resolve("same.yaml"), "seeds: [7]\n");
        Path two = Files.writeString(
                Files.createDirectories(temporary.resolve("below")).resolve("same.yml"), "seeds: [8]\n");

        assertRefused("two files are named \"same\"", "protocols", "--config", one + "," + two);
        assertRefused(
                "no such folder",
                "protocols",
                "--resume",
                "--out",
                temporary.resolve("none").toString(),
                "--config",
                one + "," + Files.writeString(temporary.resolve("other.yaml"), "seeds: [9]\n"));
    }

    @Test
    void sparkIsRefusedWhereItIsNotBuiltIn() {
        assertRefused("Spark is not in this build", "protocols", "--spark", "local[2]", "--preset", "smoke");
        assertRefused("with backend tornado", "protocols", "--spark", "local[2]", "--backend", "tornado");
    }

    @Test
    void aMethodThatAFileDefinesMayBeChosen() throws IOException {
        Method defined = new Method("task-gate-pcgrad", GateKind.TASK, LossWeighting.PCGRAD);
        String file = config("methods: [dense-mtl, " + DEFINITION + "]");

        assertThat(settings("--config", file).methods()).containsExactly(Method.DENSE_MTL, defined);
        assertThat(settings("--config", file, "--method", "task-gate-pcgrad").methods())
                .containsExactly(defined);
        assertThat(settings("--config", file, "--method", "task-gate-moe,task-gate-pcgrad", "--method", "single-task")
                        .methods())
                .as("in the order of methods, with built-in ones that the file does not name")
                .containsExactly(Method.SINGLE_TASK, defined, Method.TASK_GATE_MOE);
    }

    @Test
    void anUnknownMethodIsRefusedBesideOneThatAFileDefines() throws IOException {
        assertRefused(
                "unknown method \"task-gate-pcgard\": expected one of single-task, dense-mtl, dense-uncertainty,"
                        + " dense-gradnorm, dense-pcgrad, dense-cagrad, shared-gate-moe, random-gate-moe, hash-gate-moe,"
                        + " dense-mixture-moe, private-expert-moe, cgc-moe, task-embedding-moe, task-gate-pcgrad, task-gate-moe",
                "protocols",
                "--method",
                "task-gate-pcgrad,task-gate-pcgard",
                "--config",
                config("methods: [dense-mtl, " + DEFINITION + "]"));
        assertRefused(
                "unknown method \"task-gate-pcgrad\": expected one of single-task, dense-mtl",
                "protocols",
                "--method",
                "task-gate-pcgrad");
        assertRefused(
                "methods[1]: method dense-mtl is built in",
                "protocols",
                "--method",
                "dense-mtl",
                "--config",
                config("methods: [{name: dense-mtl, gate: task}]"));
    }

    @Test
    void aCarriageReturnDoesNotCutAMessage() throws IOException {
        assertRefused("--task \"a\\u000db\": unknown task: did you mean", "tasks", "--task", "a\rb");
        assertRefused("'x\\u000bz': expected FIRST-LAST", "protocols", "--train-layers", "x\u000Bz");
        assertRefused("unknown method \"a\\u000db\": expected one of single-task", "protocols", "--method", "a\rb");
    }

    @Test
    void anErrorOfTheSystemIsOneLineInWords() {
        assertRefused(temporary + " cannot be read: is a folder", "protocols", "--config", temporary.toString());
        assertRefused(
                temporary + " cannot be read: is a folder",
                "tasks",
                "--data",
                temporary.toString(),
                "--manifest",
                temporary.toString());
    }

    @Test
    void devicesListsTheBackends() {
        CommandRun outcome = run("devices");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("JDK", "processor", "reference", "scalar", "vector");
    }

    @Test
    void helpAndVersionAreNoErrors() {
        assertThat(run("--help").exitCode()).isZero();
        assertThat(run("--help").out()).contains("protocols", "tasks", "devices");
        assertThat(run("protocols", "--help").out()).contains("--preset", "--resume");
        assertThat(run("--version").out()).startsWith("panamoe ");
    }
}
