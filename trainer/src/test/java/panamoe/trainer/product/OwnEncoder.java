package panamoe.trainer.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import panamoe.tensor.Rng;

/** Files of a task whose words, upper case and accents included, are tokens of the tiny BERTs of {@code encoder/huggingface}. */
public final class OwnEncoder {

    /** Texts to answer. */
    public static final List<String> TEXTS =
            List.of("The cat sat on the mat.", "a bad FILM, naïve Café!", "Naïve cafe");

    private static final List<String> GOOD = List.of("good", "The", "Film", "CAFÉ");
    private static final List<String> BAD = List.of("bad", "the", "film", "cafe");

    private OwnEncoder() {}

    /** Writes a folder with one task, {@code tone}; the case of letters tells some labels. */
    public static Path data(Path folder) throws IOException {
        Files.createDirectories(folder);
        int split = 0;
        for (String name : List.of("train", "dev", "test")) {
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < 24; i++) {
                List<String> words = i % 2 == 0 ? GOOD : BAD;
                Rng rng = new Rng(5).derive(split);
                rows.append("a ")
                        .append(words.get(rng.below(4, 0, i)))
                        .append(" cat ")
                        .append(words.get(rng.below(4, 1, i)))
                        .append(i % 2 == 0 ? "\tgood\n" : "\tbad\n");
            }
            Files.writeString(folder.resolve(name + ".tsv"), rows);
            split++;
        }
        Files.writeString(folder.resolve("panamoe.yaml"), """
                name: tones
                tasks:
                  tone:
                    description: Is the tone good?
                    family: tiny
                    kind: single
                    format: tsv
                    columns: {text: 1, label: 2}
                    labels: [bad, good]
                    files: {train: train.tsv, dev: dev.tsv, test: test.tsv}
                """);
        return folder;
    }
}
