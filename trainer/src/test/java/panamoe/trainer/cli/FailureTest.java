package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import panamoe.trainer.common.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailureTest {

    private static Failure of(Throwable e) {
        return Failure.of(e, List.of("train", "--out", "x"));
    }

    @Test
    void anErrorThatTheUserCanCorrectHasExitCodeTwo() {
        assertThat(of(new UserError("--steps 0: expected at least 1")))
                .isEqualTo(new Failure("--steps 0: expected at least 1", 2));
        assertThat(of(new InvalidPathException("a\0b", "Nul character not allowed")))
                .isEqualTo(new Failure("\"a\\u0000b\": not a path on this system", 2));
    }

    @Test
    void anErrorOfTheSystemHasExitCodeOneAndNamesTheFile() {
        assertThat(of(new AccessDeniedException("runs.csv"))).isEqualTo(new Failure("runs.csv: no permission", 1));
        FileSystemException full = new FileSystemException("o/report.html", null, "No space left on device");
        assertThat(of(full)).isEqualTo(new Failure("o/report.html: the disk is full", 1));
        assertThat(of(new UncheckedIOException(full))).isEqualTo(of(full));
        assertThat(of(new UncheckedIOException(null, full))).isEqualTo(of(full));
        assertThat(of(new UncheckedIOException("cannot keep the base model: the disk is full", full)))
                .isEqualTo(new Failure("cannot keep the base model: the disk is full", 1));
        assertThat(of(new IOException("Disk quota exceeded")))
                .isEqualTo(new Failure("the quota of the disk is used up", 1));
        assertThat(of(new OutOfMemoryError("Java heap space")).line())
                .startsWith("not enough memory: Java may use ")
                .endsWith(" MB; allow more, for example with JAVA_OPTS=-Xmx4g");
        assertThat(of(new OutOfMemoryError("unable to create native thread: possibly out of memory")))
                .isEqualTo(new Failure("the system gives no more threads: lower --threads", 1));
    }

    @Test
    void aFaultOfTheProgramHasALogWithTraceAndArguments() throws IOException {
        Failure fault = of(new IllegalStateException("a tensor is gone", new NullPointerException()));

        assertThat(fault.exitCode()).isEqualTo(3);
        assertThat(fault.line())
                .startsWith("a fault of the program: please report it with ")
                .doesNotContain("Exception");
        Path log = Path.of(fault.line().substring(fault.line().indexOf(" with ") + " with ".length()));
        assertThat(log)
                .content()
                .contains("panamoe ", "Java " + Runtime.version(), "arguments: [train, --out, x]")
                .contains(
                        "IllegalStateException: a tensor is gone",
                        "\tat ",
                        "Caused by: java.lang.NullPointerException");
        Files.delete(log);
    }

    @Command(name = "failing")
    private record Failing(Throwable e, Optional<String> kept) implements Callable<Integer>, Resumable {
        @Override
        public Integer call() throws Exception {
            switch (e) {
                case Error error -> throw error;
                case Exception exception -> throw exception;
                default -> throw new IllegalStateException(e);
            }
        }
    }

    private record Outcome(int exitCode, String err) {}

    private static Outcome run(Throwable e, Optional<String> kept) {
        StringWriter err = new StringWriter();
        int exitCode = Errors.handledBy(new CommandLine(new Failing(e, kept)))
                .setErr(new PrintWriter(err))
                .execute();
        return new Outcome(exitCode, err.toString());
    }

    @Test
    void aFailureNamesTheKeptWorkUnlessTheUserCanCorrectIt() {
        Optional<String> kept = Optional.of("all is kept");
        IOException full = new FileSystemException("x", null, "No space left on device");
        assertThat(run(full, kept))
                .isEqualTo(new Outcome(1, "panamoe: x: the disk is full; all is kept%n".formatted()));
        assertThat(run(full, Optional.empty())).isEqualTo(new Outcome(1, "panamoe: x: the disk is full%n".formatted()));
        assertThat(run(new UserError("--x: expected y"), kept))
                .isEqualTo(new Outcome(2, "panamoe: --x: expected y%n".formatted()));
        Outcome memory = run(new OutOfMemoryError("Java heap space"), kept);
        assertThat(memory.exitCode()).isEqualTo(1);
        assertThat(memory.err()).endsWith("; all is kept%n".formatted());
        assertThat(memory.err().lines()).hasSize(1);
    }
}
