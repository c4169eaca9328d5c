package panamoe.trainer.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code panamoe}: the command line. */
@Command(
        name = "panamoe",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Sparse mixture-of-experts multi-task learning on the JVM.",
        footer =
                "%nOne more command: panamoe bench measures speed, alone and against other engines (see panamoe bench --help).",
        subcommands = {
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            AddTaskCommand.class,
            PruneCommand.class,
            InspectCommand.class,
            ProtocolsCommand.class,
            TasksCommand.class,
            DevicesCommand.class
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs a command and ends with its exit code. */
    public static void main(String[] args) {
        System.exit(Program.run(commandLine(), args));
    }

    static CommandLine commandLine() {
        return commandLine(List.of());
    }

    /** The command line with more commands, of another module. */
    public static CommandLine commandLine(List<CommandLine> more) {
        CommandLine line = new CommandLine(new Main());
        more.forEach(command -> line.addSubcommand(command));
        return Errors.handledBy(line.setCaseInsensitiveEnumValuesAllowed(true));
    }

    @Override
    public void run() {
        throw NoCommand.of(spec);
    }
}
