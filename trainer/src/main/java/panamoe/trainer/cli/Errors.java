package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.MessageText;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Ends every command that fails with one line on standard error and the exit code of a {@link Failure}. */
public final class Errors {

    private final String program;
    private final Predicate<Throwable> usersOwn;

    private Errors(String program, Predicate<Throwable> usersOwn) {
        this.program = program;
        this.usersOwn = usersOwn;
    }

    /** A command line of {@code panamoe} whose commands end so. */
    static CommandLine handledBy(CommandLine commandLine) {
        return handledBy(commandLine, "panamoe", e -> false);
    }

    /**
     * A command line whose commands end so.
     *
     * @param program the name that the line begins with
     * @param usersOwn exceptions beside {@link panamoe.trainer.common.UserError} whose message tells the user what to put right
     */
    public static CommandLine handledBy(CommandLine commandLine, String program, Predicate<Throwable> usersOwn) {
        Errors errors = new Errors(program, usersOwn);
        return Values.readBy(commandLine)
                .setParameterExceptionHandler((e, args) -> errors.say(e.getCommandLine(), asked(e)))
                .setExecutionExceptionHandler(errors::end)
                .setExecutionStrategy(errors::run);
    }

    /** Picocli hands exceptions to its handler, and not errors. */
    private int run(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (Error e) {
            return end(e, parsed.asCommandLineList().getLast(), parsed);
        }
    }

    private int end(Throwable e, CommandLine command, ParseResult parsed) {
        if (usersOwn.test(e)) {
            return say(command, asked(e));
        }
        Failure failure = Failure.of(e, parsed.originalArgs());
        return say(
                command, failure.exitCode() == CommandLine.ExitCode.USAGE ? failure : withWhatIsKept(failure, command));
    }

    private static Failure withWhatIsKept(Failure failure, CommandLine command) {
        Optional<String> kept =
                command.getCommand() instanceof Resumable resumable ? resumable.kept() : Optional.empty();
        return kept.map(what -> new Failure(failure.line() + "; " + what, failure.exitCode()))
                .orElse(failure);
    }

    /** A failure that the user can put right. */
    private static Failure asked(Throwable e) {
        @Nullable String message = e.getMessage();
        return new Failure(message == null ? "unknown error" : message, CommandLine.ExitCode.USAGE);
    }

    private int say(CommandLine command, Failure failure) {
        PrintWriter err = command.getErr();
        err.println(program + ": " + MessageText.line(failure.line()));
        err.flush();
        return failure.exitCode();
    }
}
