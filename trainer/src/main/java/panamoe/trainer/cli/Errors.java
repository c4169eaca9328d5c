package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Launch;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Ends each failed command with one line on standard error and the exit code of its {@link Failure}. */
public final class Errors {

    private final String program;
    private final Predicate<Throwable> isUserError;

    private Errors(String program, Predicate<Throwable> isUserError) {
        this.program = program;
        this.isUserError = isUserError;
    }

    /** Sets the error handling of a command line of {@code panamoe}. */
    static CommandLine handledBy(CommandLine commandLine) {
        return handledBy(commandLine, "panamoe", e -> false);
    }

    /**
     * Sets the error handling of a command line.
     *
     * @param program the name at the start of the line
     * @param isUserError true for exceptions other than {@link panamoe.trainer.common.UserError} that the user can correct
     * @return the command line
     */
    public static CommandLine handledBy(CommandLine commandLine, String program, Predicate<Throwable> isUserError) {
        Errors errors = new Errors(program, isUserError);
        return Values.readBy(commandLine)
                .setParameterExceptionHandler((e, args) -> {
                    Processes.letFirstSpeak();
                    return errors.print(e.getCommandLine(), userFailure(e));
                })
                .setExecutionExceptionHandler(errors::end)
                .setExecutionStrategy(errors::run);
    }

    /** Picocli passes exceptions to its handler, but not errors. */
    private int run(ParseResult parsed) {
        try {
            requireOneProcess(parsed.asCommandLineList().getLast());
            return new RunLast().execute(parsed);
        } catch (UserError | Processes.Quiet e) {
            return end(e, parsed.asCommandLineList().getLast(), parsed);
        } catch (Error e) {
            return end(e, parsed.asCommandLineList().getLast(), parsed);
        }
    }

    private void requireOneProcess(CommandLine command) {
        Optional<Launch> launch = Launch.of(System.getenv());
        if (launch.isPresent() && !(command.getCommand() instanceof Parallel)) {
            throw Processes.refusal(
                    launch.get(),
                    command.getCommandName() + " in " + launch.get().size()
                            + " processes: expected one; only train, bench comm and bench parallel work in several");
        }
    }

    private int end(Throwable e, CommandLine command, ParseResult parsed) {
        if (e instanceof Processes.Quiet quiet) {
            if (quiet.exitCode() != 0) {
                Processes.letFirstSpeak();
            }
            return quiet.exitCode();
        }
        if (isUserError.test(e)) {
            return print(command, userFailure(e));
        }
        Failure failure = Failure.of(e, parsed.originalArgs());
        return print(
                command, failure.exitCode() == CommandLine.ExitCode.USAGE ? failure : withKeptWork(failure, command));
    }

    private static Failure withKeptWork(Failure failure, CommandLine command) {
        Optional<String> kept =
                command.getCommand() instanceof Resumable resumable ? resumable.kept() : Optional.empty();
        return kept.map(what -> new Failure(failure.line() + "; " + what, failure.exitCode()))
                .orElse(failure);
    }

    /** A failure that the user can correct. */
    private static Failure userFailure(Throwable e) {
        @Nullable String message = e.getMessage();
        return new Failure(message == null ? "unknown error" : message, CommandLine.ExitCode.USAGE);
    }

    /** Which of several processes speaks; empty for the first one. */
    private static String process() {
        try {
            return Launch.of(System.getenv())
                    .filter(launch -> launch.rank() > 0)
                    .map(launch -> "process " + launch.rank() + ": ")
                    .orElse("");
        } catch (UserError e) { // the failure that is printed
            return "";
        }
    }

    private int print(CommandLine command, Failure failure) {
        PrintWriter err = command.getErr();
        err.println(program + ": " + process() + MessageText.line(failure.line()));
        err.flush();
        return failure.exitCode();
    }
}
