package panamoe.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import panamoe.tensor.Check;

/** What a program needs of TornadoVM's SDK, to be used wherever the folder lies. */
final class PackagedSdk {

    /** Stands for the folder of the SDK; gpu-check replaces it by where it lies. */
    static final String HERE = "@SDK@";

    private static final String ARGUMENTS = "tornado-argfile";

    /** Libraries, settings and jars; not examples, tools and documents. */
    private static final List<String> PARTS = List.of("lib", "etc", "share/java");

    private final Path home;

    /** @throws IllegalArgumentException if it is no SDK; one line */
    PackagedSdk(Path home) {
        this.home = home.toAbsolutePath().normalize();
        Check.that(
                Files.isRegularFile(home.resolve(ARGUMENTS)),
                home + " is no TornadoVM SDK: expected the folder that has " + ARGUMENTS);
    }

    /**
     * Copies it.
     *
     * @param folder to be made
     * @param arguments the JVM's options, with {@link #HERE} in place of the SDK's folder
     */
    void copy(Path folder, Path arguments) throws IOException {
        for (String part : PARTS) {
            copyBelow(home.resolve(part), folder.resolve(part));
        }
        String options = Files.readString(home.resolve(ARGUMENTS));
        Check.that(
                options.contains(home.toString()),
                home.resolve(ARGUMENTS) + " does not name " + home + ": give the SDK by the path it was installed to");
        Files.writeString(arguments, options.replace(home.toString(), HERE));
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
