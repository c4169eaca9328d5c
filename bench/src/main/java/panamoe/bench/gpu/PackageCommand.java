package panamoe.bench.gpu;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.bench.Output;
import panamoe.tensor.Check;
import panamoe.tornado.sdk.TornadoSdk;
import panamoe.trainer.product.folder.NewFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code panamoe bench package}: makes a folder that checks the engine on a machine with a GPU. */
@Command(
        name = "package",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a folder that checks the engine on a machine with a GPU.",
            "That machine needs neither a JDK nor a network. The folder has a Java runtime, TornadoVM's SDK, the engine, the"
                    + " tests of its kernels, and the script gpu-check, which runs them and writes one Markdown file."
        })
public final class PackageCommand implements Callable<Integer> {

    /** Jars that no check needs: embeddings and WordNet's data (94 MB), and logging to files. */
    private static final List<String> LEFT_OUT =
            List.of("langchain4j-embeddings-", "extjwnl-data-", "logback-", "slf4j-jdk-platform-logging-");

    /** The jar with the tests of the kernels. Only the launcher's build for this command has it. */
    private static final Pattern TESTS = Pattern.compile("panamoe-tornado-kernels-.*-tests\\.jar");

    /** The system property in which the launcher gives the commit. */
    private static final String COMMIT = "panamoe.commit";

    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The new folder; must not exist.")
    private Path out;

    @Option(
            names = "--sdk",
            paramLabel = "DIR",
            defaultValue = "${env:TORNADOVM_HOME}",
            description = "TornadoVM's SDK (default: that of TORNADOVM_HOME).")
    private @Nullable Path sdk;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        NewFolder.requireFree(out);
        if (sdk == null || sdk.toString().isEmpty()) {
            throw new IllegalArgumentException("no TornadoVM SDK: set TORNADOVM_HOME to it, or add --sdk");
        }
        TornadoSdk found = TornadoSdk.in(sdk);
        List<Path> jars = classPath();
        Check.that(
                jars.stream()
                        .anyMatch(jar ->
                                TESTS.matcher(jar.getFileName().toString()).matches()),
                "the class path has no tests of TornadoVM's kernels: start it with ./panamoe bench package");
        found.note().ifPresent(spec.commandLine().getErr()::println);
        NewFolder.write(out, folder -> fill(folder, new PackagedSdk(found), jars));
        long bytes = size(out);
        output.line(
                Output.row("package").put("folder", out.toString()).put("bytes", bytes),
                "%s: %.0f MB; pack it with tar and xz, and run gpu-check in it on the other machine (--help)",
                out,
                bytes * 1e-6);
        return 0;
    }

    private static void fill(Path folder, PackagedSdk sdk, List<Path> jars) throws IOException {
        JavaRuntime.link(folder.resolve("jre"));
        sdk.copy(folder.resolve("sdk"));
        List<String> options = new ArrayList<>(sdk.options());
        options.add("-D" + COMMIT + "=" + System.getProperty(COMMIT, "unknown"));
        Files.write(folder.resolve("java.options"), options);
        Files.createDirectory(folder.resolve("lib"));
        for (Path jar : jars) {
            StoredJar.copy(jar, folder.resolve("lib").resolve(jar.getFileName()));
        }
        Path script = folder.resolve("gpu-check");
        try (InputStream in = PackageCommand.class.getResourceAsStream("gpu-check")) {
            Files.copy(in, script);
        }
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The jars of the class path of this program, without those that no check needs. */
    private static List<Path> classPath() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            jars.add(Path.of(entry));
            jars.addAll(libraries(Path.of(entry)));
        }
        return jars.stream()
                .filter(jar -> LEFT_OUT.stream()
                        .noneMatch(start -> jar.getFileName().toString().startsWith(start)))
                .toList();
    }

    /** The existing jars that the manifest of a jar names. */
    private static List<Path> libraries(Path jar) throws IOException {
        if (!Files.isRegularFile(jar)) {
            return List.of();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String names =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return names == null
                    ? List.of()
                    : Arrays.stream(names.split(" "))
                            .map(jar::resolveSibling)
                            .filter(Files::isRegularFile)
                            .toList();
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
