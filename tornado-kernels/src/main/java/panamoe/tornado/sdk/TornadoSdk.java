package panamoe.tornado.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import panamoe.tensor.Check;
import panamoe.tornado.TornadoProvider;

/** TornadoVM's SDK in a folder, checked to start with a JVM like this one. */
public final class TornadoSdk {

    /** The version that Panamoe was tested with. */
    private static final String TESTED = "5.2.0";

    /** The oldest version that Panamoe supports. */
    private static final int[] OLDEST = {5, 2};

    private static final String JARS = "share/java/tornado";

    /**
     * The name ends with the JDK, as in {@code tornado-api-5.2.0-jdk25.jar}, or with the oldest JDK, as in {@code
     * tornado-api-6.0.0-jdk22plus.jar}.
     */
    private static final Pattern API = Pattern.compile("tornado-api-(.+?)-jdk(\\d+)(plus)?(-.+)?\\.jar");

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    private final Path home;
    private final String version;
    private final ArgumentFile arguments;

    private TornadoSdk(Path home, String version, ArgumentFile arguments) {
        this.home = home;
        this.version = version;
        this.arguments = arguments;
    }

    /**
     * Opens the SDK in a folder, which may be a link.
     *
     * @throws IllegalArgumentException in one line, if the folder has no SDK, if the SDK is for another JDK, or if the
     *     JVM would not find its modules
     * @throws IOException if a file of the SDK cannot be read
     */
    public static TornadoSdk in(Path folder) throws IOException {
        Check.that(
                Files.isDirectory(folder),
                folder + " is no TornadoVM SDK: " + (Files.exists(folder) ? "expected a folder" : "no such folder"));
        Path home = folder.toRealPath();
        Check.that(
                home.toString().indexOf(':') < 0,
                "the TornadoVM SDK in " + home + ": a module path cannot have a colon; move the SDK");
        ArgumentFile arguments = ArgumentFile.read(folder);
        String version = version(home, api(home));
        requireModules(home, arguments);
        return new TornadoSdk(home, version, arguments.and(ownOptions()));
    }

    private static String api(Path home) throws IOException {
        Path folder = home.resolve(JARS);
        if (!Files.isDirectory(folder) || !Files.isDirectory(home.resolve("lib"))) {
            throw unusable(home, "expected the folders lib and " + JARS);
        }
        try (Stream<Path> jars = Files.list(folder)) {
            List<String> apis = jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.startsWith("tornado-api-") && name.endsWith(".jar"))
                    .sorted()
                    .toList();
            if (apis.size() != 1) {
                throw unusable(
                        home,
                        "expected one tornado-api-*.jar in " + JARS + ", found "
                                + (apis.isEmpty() ? "none" : String.join(" and ", apis)));
            }
            return apis.getFirst();
        }
    }

    private static IllegalArgumentException unusable(Path home, String what) {
        return new IllegalArgumentException(
                "the TornadoVM SDK in " + home + " cannot be used: " + what + "; install it again");
    }

    /** The version in the name of the API's jar; empty if the name has none. Checks the JDK in the name. */
    private static String version(Path home, String api) {
        Matcher name = API.matcher(api);
        if (!name.matches()) {
            return "";
        }
        int own = Runtime.version().feature();
        int built = Integer.parseInt(name.group(2));
        boolean orNewer = name.group(3) != null;
        String expected = "JDK " + built + (orNewer ? " or newer" : "");
        Check.that(
                own == built || orNewer && own > built,
                "the TornadoVM SDK in " + home + " is for " + expected + ", and this is JDK " + own
                        + ": set JAVA_HOME to a " + expected + ", or install the SDK for this one");
        return name.group(1) + Optional.ofNullable(name.group(4)).orElse("");
    }

    /** Resolves the modules as the JVM does at its start. The JVM's own error would not mention the SDK. */
    private static void requireModules(Path home, ArgumentFile arguments) {
        try {
            Configuration.resolve(
                    ModuleFinder.compose(
                            finder(home, arguments, "--upgrade-module-path"),
                            ModuleFinder.ofSystem(),
                            finder(home, arguments, "--module-path")),
                    List.of(Configuration.empty()),
                    ModuleFinder.of(),
                    arguments.values("--add-modules", ",", home.toString()).stream()
                            .filter(module -> !module.startsWith("ALL-"))
                            .toList());
        } catch (FindException | ResolutionException e) {
            throw unusable(home, String.valueOf(e.getMessage()));
        }
    }

    private static ModuleFinder finder(Path home, ArgumentFile arguments, String option) {
        return ModuleFinder.of(arguments.values(option, ":", home.toString()).stream()
                .map(Path::of)
                .toArray(Path[]::new));
    }

    /** The SDK's folder, with all links resolved. */
    public Path home() {
        return home;
    }

    /** A line about the version, if Panamoe was not tested with it. */
    public Optional<String> note() {
        if (version.equals(TESTED)) {
            return Optional.empty();
        }
        if (isOld()) {
            return Optional.of("TornadoVM " + version + " in " + home + " is older than " + OLDEST[0] + "." + OLDEST[1]
                    + ", the oldest version that Panamoe supports; trying it");
        }
        return Optional.of("TornadoVM " + (version.isEmpty() ? "of an unknown version" : version) + " in " + home
                + ": Panamoe was tested with " + TESTED + "; trying it");
    }

    private boolean isOld() {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major < OLDEST[0] || major == OLDEST[0] && Integer.parseInt(numbers.group(2)) < OLDEST[1];
    }

    /**
     * The options of the JVM, each option and each value an element: the SDK's own, then those of {@code tornado.args}.
     */
    public List<String> options() {
        return options(home.toString());
    }

    /**
     * The options of the JVM for a copy of the SDK.
     *
     * @param folder the copy's folder
     */
    public List<String> options(String folder) {
        return arguments.at(folder);
    }

    private static List<String> ownOptions() throws IOException {
        try (InputStream in = TornadoProvider.class.getResourceAsStream("tornado.args")) {
            return ArgumentFile.words(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
