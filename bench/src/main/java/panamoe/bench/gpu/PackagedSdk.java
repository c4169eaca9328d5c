package panamoe.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import panamoe.tornado.sdk.TornadoSdk;

/**
 * The parts of TornadoVM's SDK that a program needs, usable from any folder.
 *
 * @param sdk the installed SDK
 */
record PackagedSdk(TornadoSdk sdk) {

    /** The placeholder for the folder of the SDK, which gpu-check replaces. */
    private static final String HERE = "@SDK@";

    /** Libraries, settings and jars. Examples, tools and documents are not needed. */
    private static final List<String> PARTS = List.of("lib", "etc", "share/java");

    /** Copies the parts to a new folder. */
    void copy(Path folder) throws IOException {
        for (String part : PARTS) {
            Path from = sdk.home().resolve(part);
            if (Files.isDirectory(from)) {
                copyBelow(from, folder.resolve(part));
            }
        }
    }

    /** The options of the JVM, one per entry, with the placeholder for the folder of the SDK. */
    List<String> options() {
        return sdk.options(HERE);
    }

    private static void copyBelow(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (file.toString().endsWith(".jar")) {
                    StoredJar.copy(file, copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
