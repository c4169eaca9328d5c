package panamoe.trainer.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import panamoe.tensor.Backend;

/** Describes this machine: JDK, processor, cores and vector registers. */
public final class Machine {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** The machine and program that a backend runs on. */
    public static Environment environment(Backend backend, int threads) {
        return new Environment(
                jdk(),
                backend.deviceName().orElseGet(Machine::cpu),
                threads,
                backend.vectorBits(),
                backend.name(),
                Version.commit());
    }

    /** The JDK: vendor and version. */
    public static String jdk() {
        return System.getProperty("java.vendor") + " " + Runtime.version();
    }

    /** The processor's model name from {@code /proc/cpuinfo}; without that file, the architecture that the JVM reports. */
    public static String cpu() {
        if (!Files.isReadable(CPU_INFO)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + CPU_INFO, e);
        }
    }

    /** The number of cores that the JVM may use. */
    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
