package panamoe.trainer.cli;

import java.io.PrintWriter;
import panamoe.trainer.common.UserError;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Says what the user can put right in one line and ends with exit code 2; anything else is a defect and shows its trace. */
final class Errors {

    private Errors() {}

    static CommandLine handledBy(CommandLine commandLine) {
        return commandLine
                .setParameterExceptionHandler((e, args) -> refuse(e.getCommandLine(), e.getMessage()))
                .setExecutionExceptionHandler(Errors::handle);
    }

    private static int handle(Exception e, CommandLine commandLine, ParseResult parsed) throws Exception {
        if (e instanceof UserError) {
            return refuse(commandLine, e.getMessage());
        }
        throw e;
    }

    private static int refuse(CommandLine commandLine, String message) {
        PrintWriter err = commandLine.getErr();
        err.println("panamoe: " + message.lines().findFirst().orElse("unknown error"));
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }
}
