package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;

class RunFolderTest {

    private static final String CA_GRAD = "  ca-grad:\n    c: 0.4\n";

    @TempDir
    private Path temporary;

    @Test
    void aFolderOfAnotherRunIsRefused() throws IOException {
        Path folder = temporary.resolve("run");
        RunSettings settings = TinyWorld.settings(1);
        RunFolder.open(folder, settings, false).begin(settings);

        assertThatThrownBy(() -> RunFolder.open(folder, settings, false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not empty");
        assertThatThrownBy(() -> RunFolder.open(folder, TinyWorld.settings(1, 2), true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another configuration (seeds)");
        assertThatThrownBy(() -> RunFolder.open(folder, TinyWorld.settings("data: other words", 1), true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another configuration (data)");
        assertThat(RunFolder.open(folder, settings, true).finished().size()).isZero();
    }

    @Test
    void aFolderWithResultsOfAnotherReaderVersionIsRefused() throws IOException {
        Path folder = temporary.resolve("run");
        RunSettings before = TinyWorld.settings("data: mine 0123456789abcdef", 1);
        RunFolder.open(folder, before, false).begin(before);

        assertThatThrownBy(() ->
                        RunFolder.open(folder, TinyWorld.settings("data: mine reader-2 0123456789abcdef", 1), true))
                .isInstanceOf(UserError.class)
                .hasMessage(folder
                        + " holds results on other examples: the same files were read and split by reader-1, and by"
                        + " reader-2 now, which makes other examples or splits of them: choose another --out, or go on with"
                        + " the program that made the folder");
    }

    /** The settings of an older folder do not name the encoder; they mean MiniLM. */
    @Test
    void anotherEncoderIsAnotherConfiguration() throws IOException {
        Path folder = temporary.resolve("run");
        RunSettings settings = TinyWorld.settings(1);
        RunFolder.open(folder, settings, false).begin(settings);
        Path kept = folder.resolve("settings.yaml");
        String text = Files.readString(kept);
        assertThat(text).contains("encoder: all-MiniLM-L6-v2\n");

        for (String form : List.of(text, text.replace("encoder: all-MiniLM-L6-v2\n", ""))) {
            Files.writeString(kept, form);
            assertThatThrownBy(
                            () -> RunFolder.open(folder, TinyWorld.settings("encoder: mine 0123456789abcdef", 1), true))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("another configuration (encoder)");
            assertThat(RunFolder.open(folder, settings, true).finished().size()).isZero();
        }
    }

    /** The settings of an older folder do not name a later setting; they mean its default. */
    @Test
    void aFolderFromBeforeASettingExistedCanBeResumed() throws IOException {
        Path folder = temporary.resolve("run");
        RunSettings settings = TinyWorld.settings(1);
        RunFolder.open(folder, settings, false).begin(settings);
        Path kept = folder.resolve("settings.yaml");
        String text = Files.readString(kept);
        assertThat(text).contains(CA_GRAD);

        for (String form : List.of(text, text.replace(CA_GRAD, ""))) {
            Files.writeString(kept, form);
            assertThat(RunFolder.open(folder, settings, true).finished().size()).isZero();
            assertThatThrownBy(
                            () -> RunFolder.open(folder, TinyWorld.settings("training: {ca-grad: {c: 0.5}}", 1), true))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("another configuration (training)");
        }
    }

    @Test
    void theDefinitionOfAMethodIsPartOfTheConfiguration() throws IOException {
        Path folder = temporary.resolve("run");
        RunSettings settings = TinyWorld.settings("methods: [{name: mine, gate: task}]", 1);
        RunFolder.open(folder, settings, false).begin(settings);

        assertThatThrownBy(() ->
                        RunFolder.open(folder, TinyWorld.settings("methods: [{name: mine, gate: shared}]", 1), true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another configuration (methods)");
        assertThat(RunFolder.open(folder, settings, true).finished().size()).isZero();
    }

    /** A run that is refused before it begins removes the folders that it made. */
    @Test
    void aNewFolderIsRemovedIfTheRunDoesNotBegin() throws IOException {
        Path folder = temporary.resolve("run");
        RunSettings settings = TinyWorld.settings(1);

        assertThatThrownBy(() -> RunFolder.open(folder, settings, true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has no settings.yaml");
        assertThat(folder).doesNotExist();
        RunFolder run = RunFolder.open(folder, settings, false);
        assertThat(folder).isEmptyDirectory();
        RunFolder.open(folder, settings, false).removeMade();
        assertThat(folder).as("a folder that existed before").isEmptyDirectory();
        run.removeMade();
        assertThat(folder).doesNotExist();
        RunFolder.open(folder.resolve("in/it"), settings, false).removeMade();
        assertThat(folder).doesNotExist();

        RunFolder begun = RunFolder.open(folder, settings, false);
        begun.begin(settings);
        begun.removeMade();
        assertThat(folder.resolve("settings.yaml")).hasContent(SettingsReader.text(settings));
        Files.writeString(folder.resolve("settings.yaml"), "kept: as it is");
        begun.begin(settings);
        assertThat(folder.resolve("settings.yaml")).hasContent("kept: as it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"settings.yaml.part", "panamoe123.tmp"})
    void aFolderOfARunThatWasKilledBeforeItBeganIsNew(String leftBehind) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("run"));
        RunSettings settings = TinyWorld.settings(1);
        Files.writeString(folder.resolve(leftBehind), "data: ti");

        assertThat(RunFolder.isBegun(folder)).isFalse();
        RunFolder.open(folder, settings, false).begin(settings);

        assertThat(folder.resolve("settings.yaml")).hasContent(SettingsReader.text(settings));
        assertThat(RunFolder.isBegun(folder)).isTrue();
    }

    /** Such a file is not of a run; the settings would be written through the link. */
    @Test
    void aFolderWithALinkOfThatNameIsRefusedAndTheFileBehindTheLinkStays() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("run"));
        Path precious = Files.writeString(temporary.resolve("precious"), "text");
        Files.createSymbolicLink(folder.resolve("settings.yaml.part"), precious);

        assertThatThrownBy(() -> RunFolder.open(folder, TinyWorld.settings(1), false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not empty");
        assertThat(precious).hasContent("text");
    }

    /** Lines as a crash of the machine can leave them. */
    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0\0", "{\"settings\": \"", "", "not a line of a run", "[[[["})
    void theUnitOfADamagedLineIsDoneAgainAndTheOthersStay(String damage) throws IOException {
        Path folder = temporary.resolve("run");
        RunSettings settings = TinyWorld.settings(1);
        RunFolder run = RunFolder.open(folder, settings, false);
        run.begin(settings);
        for (long seed = 1; seed <= 3; seed++) {
            run.append(result(seed));
        }
        Path file = folder.resolve("runs.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(1, damage);
        Files.write(file, lines);

        RunFolder again = RunFolder.open(folder, settings, true);

        assertThat(again.unread()).containsExactly(2);
        assertThat(again.finished().get(result(1).key())).isPresent();
        assertThat(again.finished().get(result(2).key())).isEmpty();
        assertThat(again.finished().get(result(3).key())).isPresent();
        again.append(result(2));
        assertThat(RunFolder.open(folder, settings, true).finished().size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"settings\":\"[^\"]*\"",
                "\"result\":.*(?=\\})",
                "\"key\":\\{[^}]*\\}",
                "\"protocol\":\"p\"",
                "\"method\":\"dense-mtl\"",
                "\"variant\":\"v\"",
                "\"scores\":\\[\\{.*?\\}\\}\\]",
                "\"task\":\"a\"",
                "\"condition\":\"\"",
                "\"others\":\\{\\}"
            })
    void aLineWithoutAPartIsRefused(String part) throws IOException {
        Path folder = temporary.resolve("run");
        RunSettings settings = TinyWorld.settings(1);
        RunFolder run = RunFolder.open(folder, settings, false);
        run.begin(settings);
        run.append(result(1));
        Path file = folder.resolve("runs.jsonl");
        String none = part.substring(0, part.indexOf(':') + 1) + "null";
        Files.writeString(file, Files.readString(file).replaceFirst(part, none));

        assertThat(file).content().contains(none);
        assertThatThrownBy(() -> RunFolder.open(folder, settings, true))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ":1 was written by another version, or changed: choose another --out");
    }

    private static UnitResult result(long seed) {
        return new UnitResult(
                new UnitKey("p", "dense-mtl", seed, "v"),
                List.of(UnitResult.Score.of("a", 0.5, Map.of())),
                List.of(),
                List.of(),
                List.of(),
                1,
                null,
                null);
    }
}
