package panamoe.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import panamoe.bench.CommandRun;

class JmhCommandTest {

    @Test
    void anUnknownBenchmarkIsOneLineAndExitCode2() {
        CommandRun run = CommandRun.of("jmh NoSuchBenchmark");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors())
                .singleElement()
                .asString()
                .startsWith("panamoe bench: no benchmark matches NoSuchBenchmark; there are ")
                .contains("GemmBenchmark.gemm", "TrainingStepBenchmark.step");
    }

    @Test
    void anUnknownOptionIsOneLineAndExitCode2() {
        CommandRun run = CommandRun.of("jmh --no-such-option");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).singleElement().asString().contains("no-such-option", "see panamoe bench jmh -h");
    }

    @Test
    void forksGetTheVectorModuleAndTheUsersOptions() throws Exception {
        var options = JmhCommand.withOurDefaults(
                new CommandLineOptions("-jvmArgs", "-Xmx1g", "-jvmArgsPrepend", "-XX:UseAVX=2"));
        assertThat(options.getJvmArgsPrepend().get())
                .containsExactly("-XX:UseAVX=2", "--add-modules=jdk.incubator.vector");
        assertThat(options.getJvmArgs().get()).containsExactly("-Xmx1g");
    }
}
