package panamoe.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import panamoe.tornado.sdk.TornadoSdk;

/**
 * What a program needs of TornadoVM's SDK, to be used wherever the folder lies.
 *
 * @param sdk where it was installed
 */
record PackagedSdk(TornadoSdk sdk) {

    /** Stands for the folder of the SDK; gpu-check replaces it by where it lies. */
    private static final String HERE = "@SDK@";

    /** Libraries, settings and jars; not examples, tools and documents. */
    private static final List<String> PARTS = List.of("lib", "etc", "share/java");

    /** Copies it to a folder, which is made. */
    void copy(Path folder) throws IOException {
        for (String part : PARTS) {
            Path from = sdk.home().resolve(part);
            if (Files.isDirectory(from)) {
                copyBelow(from, folder.resolve(part));
            }
        }
    }

    /** The JVM's options, each of which gpu-check takes as a whole, with a mark in place of the SDK's folder. */
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
