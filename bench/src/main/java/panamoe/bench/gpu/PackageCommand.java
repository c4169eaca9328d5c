package panamoe.bench.gpu;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import panamoe.bench.Output;
import panamoe.tensor.Check;
import panamoe.tornado.TornadoProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code panamoe bench package}: a folder that checks the engine on a machine with a GPU. */
@Command(
        name = "package",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a folder that needs neither a JDK nor a network: a Java runtime, TornadoVM's SDK of TORNADOVM_HOME, the",
            "engine, the tests of its kernels, and the script gpu-check, which runs them and writes one Markdown file."
        })
public final class PackageCommand implements Callable<Integer> {

    /** What no check needs: embeddings and WordNet's data, 94 MB, and logging to files. */
    private static final List<String> LEFT_OUT =
            List.of("langchain4j-embeddings-", "extjwnl-data-", "logback-", "slf4j-jdk-platform-logging-");

    /** The jar that only the launcher's build for this command has. */
    private static final Pattern TESTS = Pattern.compile("panamoe-tornado-kernels-.*-tests\\.jar");

    /** The launcher's word for what was built. */
    private static final String COMMIT = "panamoe.commit";

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder; must not exist.")
    private Path out;

    @Option(
            names = "--sdk",
            paramLabel = "DIR",
            defaultValue = "${env:TORNADOVM_HOME}",
            description = "TornadoVM's SDK (default: that of TORNADOVM_HOME).")
    private Path sdk;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        Check.that(!Files.exists(out), "--out " + out + ": exists; name a folder that does not");
        Check.that(sdk != null, "no TornadoVM SDK: set TORNADOVM_HOME to it, or add --sdk");
        PackagedSdk packaged = new PackagedSdk(sdk);
        List<Path> jars = classPath();
        Check.that(
                jars.stream()
                        .anyMatch(jar ->
                                TESTS.matcher(jar.getFileName().toString()).matches()),
                "the class path has no tests of TornadoVM's kernels: start by ./panamoe bench package");
        Files.createDirectories(out);
        JavaRuntime.link(out.resolve("jre"));
        packaged.copy(out.resolve("sdk"), out.resolve("sdk.args"));
        Files.writeString(
                out.resolve("sdk.args"),
                "\n-D" + COMMIT + "=" + System.getProperty(COMMIT, "unknown") + "\n",
                StandardOpenOption.APPEND);
        Files.createDirectory(out.resolve("lib"));
        for (Path jar : jars) {
            StoredJar.copy(jar, out.resolve("lib").resolve(jar.getFileName()));
        }
        copyResource(TornadoProvider.class, "tornado.args", out.resolve("tornado.args"));
        Path script = out.resolve("gpu-check");
        copyResource(PackageCommand.class, "gpu-check", script);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        long bytes = size(out);
        output.line(
                Output.row("package").put("folder", out.toString()).put("bytes", bytes),
                "%s: %.0f MB; pack it with tar and xz, and start gpu-check in it there (--help)",
                out,
                bytes * 1e-6);
        return 0;
    }

    /** The jars that this program runs on, but for those that no check needs. */
    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> LEFT_OUT.stream()
                        .noneMatch(start -> jar.getFileName().toString().startsWith(start)))
                .toList();
    }

    private static void copyResource(Class<?> beside, String name, Path to) throws IOException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            Files.copy(in, to);
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
