package panamoe.tornado.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import panamoe.tensor.Check;

/**
 * The options of the JVM in an SDK's argument file. The file names the folder where the SDK was installed, which may
 * have been moved since, or it is the template, which names no folder. Here {@link #HOME} stands for the folder.
 *
 * @param words options and their values, in order
 */
record ArgumentFile(List<String> words) {

    /** The SDK's folder, as TornadoVM's template has it. */
    static final String HOME = "${TORNADOVM_HOME}";

    /** TornadoVM's command writes the first from the second when it first runs. */
    private static final List<String> NAMES = List.of("tornado-argfile", "tornado-argfile.template");

    private static final Pattern LIBRARIES =
            Pattern.compile("^-Djava\\.library\\.path=(.+)/lib\\s*$", Pattern.MULTILINE);

    ArgumentFile {
        words = List.copyOf(words);
    }

    /**
     * @throws IllegalArgumentException in one line, if the folder has no such file, or the file names no folder
     * @throws IOException if the file cannot be read
     */
    static ArgumentFile read(Path home) throws IOException {
        Path file = NAMES.stream()
                .map(home::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        home + " is no TornadoVM SDK: expected the folder that has " + NAMES.getFirst()));
        String text = Files.readString(file).replace("\"", "");
        Matcher libraries = LIBRARIES.matcher(text);
        Check.that(
                libraries.find(),
                file + " does not tell the SDK's folder: expected -Djava.library.path=SDK/lib; install the SDK again");
        // the folder's name may contain blanks, so it is replaced before the text is split at blanks
        return new ArgumentFile(withoutWorkingFolder(
                words(text.replace(libraries.group(1), HOME)).toList()));
    }

    /** The words of an argument file without quotes. */
    static Stream<String> words(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Arrays.stream(line.split("\\s+")))
                .filter(word -> !word.isEmpty());
    }

    /** TornadoVM puts the working folder on the module path, where any jar would become a module. */
    private static List<String> withoutWorkingFolder(List<String> words) {
        List<String> kept = new ArrayList<>(words);
        int at = kept.indexOf("--module-path") + 1;
        if (at > 0 && at < kept.size()) {
            kept.set(
                    at,
                    String.join(
                            ":",
                            entries(kept.get(at))
                                    .filter(entry -> !entry.equals("."))
                                    .toList()));
        }
        return kept;
    }

    private static Stream<String> entries(String path) {
        return Arrays.stream(path.split(":"));
    }

    /** These words, followed by others. */
    ArgumentFile and(List<String> more) {
        return new ArgumentFile(Stream.concat(words.stream(), more.stream()).toList());
    }

    /** The options for an SDK in this folder. */
    List<String> at(String folder) {
        return words.stream().map(word -> word.replace(HOME, folder)).toList();
    }

    /** The values of all occurrences of an option, split at the separator, for an SDK in this folder. */
    List<String> values(String option, String separator, String folder) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i - 1).equals(option)) {
                values.addAll(List.of(words.get(i).split(separator)));
            }
        }
        return values.stream().map(value -> value.replace(HOME, folder)).toList();
    }
}
