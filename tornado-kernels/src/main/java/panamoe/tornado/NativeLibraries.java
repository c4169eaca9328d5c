package panamoe.tornado;

import java.io.File;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out why TornadoVM's native libraries cannot be loaded. TornadoVM itself drops the system's message. */
final class NativeLibraries {

    private NativeLibraries() {}

    /**
     * The system's messages about libraries that it cannot load, which name the missing library of a driver, for
     * example; empty if it loads all.
     */
    static Optional<String> problem() {
        return Arrays.stream(System.getProperty("java.library.path", "").split(File.pathSeparator))
                .flatMap(NativeLibraries::in)
                .flatMap(library -> problem(library).stream())
                .reduce((one, other) -> one + "; " + other);
    }

    private static Stream<File> in(String folder) {
        File[] libraries = new File(folder).listFiles((any, name) -> name.startsWith("libtornado-"));
        return libraries == null ? Stream.empty() : Arrays.stream(libraries).sorted();
    }

    private static Optional<String> problem(File library) {
        try {
            System.load(library.getAbsolutePath());
            return Optional.empty();
        } catch (UnsatisfiedLinkError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
