package panamoe.trainer.product.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import panamoe.trainer.common.InputFile;
import panamoe.trainer.common.Sha256;

/** {@code SHA256SUMS}: each line has a digest and a file's name, in the format of {@code sha256sum --check SHA256SUMS}. */
final class Checksums {

    static final String FILE = "SHA256SUMS";

    private static final Pattern LINE = Pattern.compile("(?<digest>[0-9a-f]{64}) [ *](?<name>.+)");

    private static final long MOST_BYTES = 1 << 16;

    private Checksums() {}

    /** The text of the file for files of a folder. */
    static String of(Path folder, List<String> names) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(Sha256.of(folder.resolve(name)))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
        return text.toString();
    }

    /** Checks files. @throws IOException if a file is missing, or its digest differs */
    static void require(Path folder, List<String> names) throws IOException {
        Map<String, String> digests = read(folder.resolve(FILE));
        for (String name : names) {
            Path file = folder.resolve(name);
            if (!digests.containsKey(name)) {
                throw new IOException(FILE + " has no sum of " + name);
            }
            if (!Files.isRegularFile(file)) {
                throw new IOException(name + " is missing");
            }
            if (!Sha256.of(file).equals(digests.get(name))) {
                throw new IOException(name + " is not what was written: its SHA-256 differs from that in " + FILE);
            }
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        if (Files.size(InputFile.regular(file)) > MOST_BYTES) {
            throw new IOException(FILE + " has " + Files.size(file) + " bytes: expected at most " + MOST_BYTES);
        }
        Map<String, String> digests = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            Matcher sum = LINE.matcher(line);
            if (!sum.matches()) {
                throw new IOException(FILE + " has a line that is not the SHA-256 sum of a file");
            }
            if (digests.put(sum.group("name"), sum.group("digest")) != null) {
                throw new IOException(FILE + " has two sums of " + sum.group("name"));
            }
        }
        return digests;
    }
}
