package panamoe.tornado;

import java.io.File;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** TornadoVM's native libraries: where one cannot be loaded, TornadoVM drops the system's word for what it lacks. */
final class NativeLibraries {

    private NativeLibraries() {}

    /** The system's messages about those that it cannot load, such as the name of a driver's library; empty if it loads all. */
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
            return Optional.of(e.getMessage());
        }
    }
}
