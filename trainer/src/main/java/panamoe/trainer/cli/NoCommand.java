package panamoe.trainer.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The message about a command line without a command. */
public final class NoCommand {

    private NoCommand() {}

    /** The exception, whose message lists the commands. */
    public static ParameterException of(CommandSpec spec) {
        List<String> names = List.copyOf(spec.subcommands().keySet());
        String all = String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
        return new ParameterException(spec.commandLine(), "no command given: expected " + all + " (see --help)");
    }
}
