package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Plural;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.EncoderSource;
import panamoe.trainer.encoder.huggingface.HuggingFaceFolder;
import panamoe.trainer.encoder.minilm.MiniLm;
import picocli.CommandLine.Option;

/** The option {@code --encoder}: the pretrained encoder, MiniLM unless the user gives another one. */
final class EncoderOptions {

    @Option(
            names = "--encoder",
            paramLabel = "DIR",
            description = "The pretrained encoder: the Hugging Face folder of a BERT (docs/train.md)."
                    + " Default: all-MiniLM-L6-v2, which is built in.")
    private @Nullable Path folder;

    /** The folder; empty for the built-in encoder. */
    Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /** The encoder. If it comes from a folder, {@code err} gets its sizes and the names of the tensors that are not read. */
    EncoderSource source(PrintWriter err) {
        if (folder == null) {
            return MiniLm.source();
        }
        HuggingFaceFolder own = HuggingFaceFolder.open(folder);
        BertConfig config = own.config();
        err.printf(
                Locale.ROOT,
                "panamoe: encoder %s: %s of width %d, %,d tokens, %s%n",
                own.name(),
                Plural.of(config.layers(), "layer"),
                config.width(),
                config.vocabulary(),
                own.wordPiece().normalizer().lowercase() ? "uncased" : "cased");
        if (!own.leftOut().isEmpty()) {
            err.printf("panamoe: encoder %s: left out: %s%n", own.name(), MessageText.names(own.leftOut()));
        }
        err.flush();
        return own;
    }

    /** @throws UserError if the settings file was written by a training or run with another encoder */
    static void requireSame(Path config, SettingsTree file, EncoderSource encoder) {
        file.text("encoder").filter(kept -> !kept.equals(encoder.name())).ifPresent(kept -> {
            throw new UserError(config + ": encoder: " + kept + ", and this one is " + encoder.name()
                    + ": give the same --encoder, or take that line out");
        });
    }
}
