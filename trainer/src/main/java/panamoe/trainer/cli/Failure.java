package panamoe.trainer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Objects;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import picocli.CommandLine;

/**
 * The end of a command that failed.
 *
 * @param line the message
 * @param exitCode 2 if the user can correct the cause; 1 if the system refused a file or memory; {@link #FAULT} for a fault of the program
 */
record Failure(String line, int exitCode) {

    /** The exit code of a fault of the program; the message names a log. */
    static final int FAULT = 3;

    /**
     * The failure for an exception that a command threw.
     *
     * @param args of the command line, for the log of a fault
     */
    static Failure of(Throwable e, List<String> args) {
        return switch (e) {
            case UserError own -> new Failure(MessageText.of(own), CommandLine.ExitCode.USAGE);
            case InvalidPathException path ->
                new Failure(
                        MessageText.quoted(path.getInput()) + ": not a path on this system",
                        CommandLine.ExitCode.USAGE);
            case UncheckedIOException wrapped -> of(wrapped);
            case IOException refused -> new Failure(text(refused), CommandLine.ExitCode.SOFTWARE);
            case OutOfMemoryError memory -> new Failure(text(memory), CommandLine.ExitCode.SOFTWARE);
            default -> new Failure(FaultLog.write(e, args), FAULT);
        };
    }

    /** The message of the wrapper names the operation that failed, unless it only repeats the cause. */
    private static Failure of(UncheckedIOException wrapped) {
        IOException cause = Objects.requireNonNull(wrapped.getCause());
        String message = wrapped.getMessage();
        String line = message == null || message.equals(cause.toString()) ? text(cause) : message;
        return new Failure(line, CommandLine.ExitCode.SOFTWARE);
    }

    private static String text(IOException e) {
        String problem = FileProblem.of(e);
        return e instanceof FileSystemException named && named.getFile() != null
                ? named.getFile() + ": " + problem
                : problem;
    }

    private static String text(OutOfMemoryError e) {
        return String.valueOf(e.getMessage()).contains("native thread")
                ? "the system gives no more threads: lower --threads"
                : "not enough memory: Java may use %d MB; allow more, for example with JAVA_OPTS=-Xmx4g"
                        .formatted(Runtime.getRuntime().maxMemory() >> 20);
    }
}
