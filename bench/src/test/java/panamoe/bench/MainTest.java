package panamoe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptions;

class MainTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) throws IOException {
        return Main.run(args, new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void anUnknownBenchmarkIsOneLineAndExitCode2() throws IOException {
        assertThat(run("NoSuchBenchmark")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("panamoe bench: no benchmark matches NoSuchBenchmark; there are "
                        + "panamoe.bench.GemmBenchmark.gemm, panamoe.bench.TrainingStepBenchmark.step");
    }

    @Test
    void anUnknownOptionIsOneLineAndExitCode2() throws IOException {
        assertThat(run("--no-such-option")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("no-such-option", "see panamoe bench -h");
    }

    @Test
    void forksGetTheVectorModuleBesideTheUsersOptions() throws Exception {
        var options =
                Main.withOurDefaults(new CommandLineOptions("-jvmArgs", "-Xmx1g", "-jvmArgsPrepend", "-XX:UseAVX=2"));
        assertThat(options.getJvmArgsPrepend().get())
                .containsExactly("-XX:UseAVX=2", "--add-modules=jdk.incubator.vector");
        assertThat(options.getJvmArgs().get()).containsExactly("-Xmx1g");
    }
}
