package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.encoder.BertNormalizer;
import panamoe.trainer.encoder.huggingface.HuggingFaceFolder;
import panamoe.trainer.encoder.huggingface.TinyFolder;
import panamoe.trainer.product.OwnEncoder;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.ModelFolder;

/** {@code train} and {@code protocols} with an encoder that the user gives. */
class OwnEncoderTest {

    @TempDir
    private Path temporary;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = OwnEncoder.data(temporary.resolve("data"));
    }

    private static CommandRun run(List<String> args) {
        return CommandRun.of(Main.commandLine(), args);
    }

    private CommandRun train(String encoder, String model, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "train",
                "--data",
                data.toString(),
                "--encoder",
                TinyFolder.golden(encoder).toString(),
                "--backend",
                "scalar",
                "--steps",
                "4",
                "--out",
                temporary.resolve(model).toString()));
        args.addAll(List.of(more));
        return run(args);
    }

    @Test
    void aModelIsTrainedKeptAndReadAgain() throws IOException {
        CommandRun outcome = train("cased", "model");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        String name = HuggingFaceFolder.open(TinyFolder.golden("cased")).name();
        assertThat(outcome.err())
                .contains("panamoe: encoder " + name + ": 3 layers of width 16, 174 tokens, cased\n")
                .contains("panamoe: encoder " + name + ": left out: cls.predictions.bias, ");
        Path model = temporary.resolve("model");
        assertThat(model.resolve("settings.yaml"))
                .content()
                .contains("encoder: " + name + "\n")
                .contains("first-layer: 1\n", "last-layer: 2\n", "max-tokens: 64\n", "- 1\n    - 2\n");
        assertThat(model.resolve("README.md"))
                .content()
                .contains("It was initialised from " + name)
                .contains("- The tokenizer distinguishes upper and lower case and keeps accents.")
                .contains("The encoder and the data of the tasks have separate licences.")
                .doesNotContain("SNLI", "base_model");
        assertThat(model.resolve("report.html")).content().contains(name).doesNotContain("SNLI");
        try (Backend backend = Backends.create("scalar", 1)) {
            KeptModel kept = ModelFolder.read(model, backend);
            assertThat(kept.config().encoderName()).isEqualTo(name);
            assertThat(kept.wordPiece().normalizer()).isEqualTo(new BertNormalizer(false, false, true));
            for (String text : OwnEncoder.TEXTS) {
                assertThat(kept.wordPiece().encode(text, 64))
                        .isEqualTo(HuggingFaceFolder.open(TinyFolder.golden("cased"))
                                .wordPiece()
                                .encode(text, 64));
            }
        }
    }

    /** The encoder is a part of the settings, so a training cannot be resumed with another one. */
    @Test
    void settingsOfAnotherEncoderAreRefused() throws IOException {
        assertThat(train("cased", "model").exitCode()).isZero();
        Path settings = temporary.resolve("model").resolve("settings.yaml");
        CommandRun other = train("uncased", "other", "--config", settings.toString());
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err())
                .contains("settings.yaml: encoder: cased ", ", and this one is uncased ", "give the same");
        CommandRun none = run(List.of(
                "train",
                "--config",
                settings.toString(),
                "--out",
                temporary.resolve("other").toString()));
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("and this one is all-MiniLM-L6-v2: give the same --encoder, or take");

        Path part = Files.createDirectory(temporary.resolve("begun.part"));
        Files.copy(settings, part.resolve("settings.yaml"));
        CommandRun resumed = train("uncased", "begun", "--resume");
        assertThat(resumed.exitCode()).isEqualTo(2);
        assertThat(resumed.err()).contains("was begun with other settings (encoder)");
    }

    @Test
    void lengthsAndLayersBeyondTheEncoderAreRefused() throws IOException {
        Path settings = Files.writeString(temporary.resolve("s.yaml"), "model: {max-tokens: 128}");
        CommandRun longer = train("cased", "model", "--config", settings.toString());
        assertThat(longer.exitCode()).isEqualTo(2);
        assertThat(longer.err()).contains("model.max-tokens 128: the encoder takes at most 64: give that or less");
        Files.writeString(settings, "model: {last-layer: 3}");
        CommandRun higher = train("cased", "model", "--config", settings.toString());
        assertThat(higher.exitCode()).isEqualTo(2);
        assertThat(higher.err()).contains("trained layers 1-3: the encoder has the layers 0-2");
        CommandRun none = run(List.of("protocols", "--encoder", data.toString()));
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains(" cannot be the encoder: has no config.json");
    }
}
