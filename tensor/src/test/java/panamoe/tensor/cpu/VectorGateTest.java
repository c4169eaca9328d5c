package panamoe.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;

/** Starts a JVM for each set of options and asks which backend it takes and why. */
class VectorGateTest {

    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @Test
    void takesTheVectorKernelsWithTheModuleAndC2() throws Exception {
        assertThat(ask(MODULE))
                .anyMatch(line -> line.matches("auto is vector, (128|256|512) bits"))
                .contains("vector runs");
    }

    @Test
    void takesTheScalarKernelsWithoutTheModule() throws Exception {
        refuses(ask("-showversion"), "module jdk.incubator.vector is not loaded; start java with --add-modules");
    }

    @Test
    void takesTheScalarKernelsWithoutC2() throws Exception {
        refuses(ask(MODULE, "-XX:TieredStopAtLevel=1"), "the C2 compiler is off");
    }

    /** Asks only the gate, because an interpreter takes 20 s to verify the signature of Eclipse Collections. */
    @Test
    void refusesWithoutACompiler() throws Exception {
        assertThat(ask(Gate.class, MODULE, "-Xint")).anyMatch(line -> line.startsWith("the C2 compiler is off"));
    }

    @Test
    void takesTheScalarKernelsWithoutFusedMultiplyAdd() throws Exception {
        refuses(ask(MODULE, "-XX:-UseFMA"), "fused multiply-add is missing or off");
    }

    private static void refuses(List<String> lines, String reason) {
        assertThat(lines)
                .contains("auto is scalar, 0 bits")
                // once in the log, and once in the refusal of backend vector
                .filteredOn(line -> line.contains(reason))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("vector refused: backend vector cannot run here: "))
                .anyMatch(line -> line.contains("using the scalar kernels"));
    }

    private static List<String> ask(String... options) throws IOException, InterruptedException {
        return ask(Child.class, options);
    }

    private static List<String> ask(Class<?> main, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }

    /** Runs in the other JVM. */
    static final class Child {
        public static void main(String[] args) {
            try (Backend auto = Backends.create("auto", 1)) {
                System.out.println("auto is " + auto.name() + ", " + auto.vectorBits() + " bits");
            }
            try (Backend vector = Backends.create("vector", 1)) {
                System.out.println(vector.name() + " runs");
            } catch (IllegalArgumentException refused) {
                System.out.println("vector refused: " + refused.getMessage());
            }
        }
    }

    /** Runs in the other JVM, on classes of the JDK and of the project. */
    static final class Gate {
        public static void main(String[] args) {
            System.out.println(VectorGate.refusal().orElse("no refusal"));
        }
    }
}
