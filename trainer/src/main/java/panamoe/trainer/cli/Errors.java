package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Says what the user can put right in one line and ends with exit code 2, or 1 where the system refuses a file on the way; anything else
 * is a defect and shows its trace.
 */
final class Errors {

    private Errors() {}

    static CommandLine handledBy(CommandLine commandLine) {
        return Values.readBy(commandLine)
                .setParameterExceptionHandler((e, args) -> {
                    say(e.getCommandLine(), e.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler(Errors::handle);
    }

    private static int handle(Exception e, CommandLine commandLine, ParseResult parsed) throws Exception {
        if (e instanceof UserError) {
            say(commandLine, e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (e instanceof FileSystemException refused) {
            say(commandLine, refused.getFile() + ": " + FileProblem.of(refused));
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw e;
    }

    private static void say(CommandLine commandLine, @Nullable String message) {
        PrintWriter err = commandLine.getErr();
        err.println("panamoe: " + MessageText.line(message == null ? "unknown error" : message));
        err.flush();
    }
}
