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

/** TornadoVM's SDK in a folder, if a JVM like this one can start with it. */
public final class TornadoSdk {

    /** The version that Panamoe was tested with. */
    private static final String TESTED = "5.2.0";

    /** The least version that Panamoe is for. */
    private static final int[] LEAST = {5, 2};

    private static final String JARS = "share/java/tornado";

    /** Ends with the JDK, {@code tornado-api-5.2.0-jdk25.jar}, or the least one: {@code tornado-api-6.0.0-jdk22plus.jar}. */
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
     * The SDK in a folder, or where that links to.
     *
     * @throws IllegalArgumentException if that is no SDK, or not for this JDK, or the JVM would not find its modules; one line
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
            throw notWhole(home, "expected the folders lib and " + JARS);
        }
        try (Stream<Path> jars = Files.list(folder)) {
            List<String> apis = jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.startsWith("tornado-api-") && name.endsWith(".jar"))
                    .sorted()
                    .toList();
            if (apis.size() != 1) {
                throw notWhole(
                        home,
                        "expected one tornado-api-*.jar in " + JARS + ", found "
                                + (apis.isEmpty() ? "none" : String.join(" and ", apis)));
            }
            return apis.getFirst();
        }
    }

    private static IllegalArgumentException notWhole(Path home, String what) {
        return new IllegalArgumentException(
                "the TornadoVM SDK in " + home + " cannot be used: " + what + "; install it again");
    }

    /** The version in the name of the API's jar; empty if there is none. */
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

    /** Finds the modules as the JVM does at its start, which would end without a word on the SDK. */
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
            throw notWhole(home, e.getMessage());
        }
    }

    private static ModuleFinder finder(Path home, ArgumentFile arguments, String option) {
        return ModuleFinder.of(arguments.values(option, ":", home.toString()).stream()
                .map(Path::of)
                .toArray(Path[]::new));
    }

    /** Where it lies, without links. */
    public Path home() {
        return home;
    }

    /** A line about a version that Panamoe was not tested with; empty for the one that it was tested with. */
    public Optional<String> note() {
        if (version.equals(TESTED)) {
            return Optional.empty();
        }
        if (isOld()) {
            return Optional.of("TornadoVM " + version + " in " + home + " is older than " + LEAST[0] + "." + LEAST[1]
                    + ", the oldest that Panamoe is for; trying it");
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
        return major < LEAST[0] || major == LEAST[0] && Integer.parseInt(numbers.group(2)) < LEAST[1];
    }

    /** The options of the JVM for it, an option or a value an element: the SDK's own, then those of {@code tornado.args}. */
    public List<String> options() {
        return options(home.toString());
    }

    /**
     * The same for a copy of it.
     *
     * @param folder where that lies
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
