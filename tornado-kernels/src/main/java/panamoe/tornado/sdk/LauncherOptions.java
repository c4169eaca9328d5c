package panamoe.tornado.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import panamoe.tornado.TornadoProvider;

/**
 * The options that the launcher gives the JVM for the SDK in a folder. If the SDK cannot be used, the only option is a
 * property with the reason, which the backend reports.
 */
public final class LauncherOptions {

    private LauncherOptions() {}

    /**
     * Prints the options, one a line.
     *
     * @param arguments the folder
     */
    public static void main(String[] arguments) {
        of(Path.of(arguments[0])).forEach(System.out::println);
    }

    static List<String> of(Path folder) {
        try {
            TornadoSdk sdk = TornadoSdk.in(folder);
            sdk.note().ifPresent(note -> System.err.println("panamoe: " + note));
            return sdk.options();
        } catch (IllegalArgumentException e) {
            return problem(String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            return problem("the TornadoVM SDK in " + folder + " cannot be read: " + e.getMessage());
        }
    }

    private static List<String> problem(String reason) {
        return List.of("-D" + TornadoProvider.PROBLEM_PROPERTY + "="
                + reason.lines().findFirst().orElseThrow());
    }
}
