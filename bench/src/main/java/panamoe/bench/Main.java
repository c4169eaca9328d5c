package panamoe.bench;

import java.io.IOException;
import java.nio.file.FileSystemException;
import panamoe.bench.gpu.AgreeCommand;
import panamoe.bench.gpu.KernelsCommand;
import panamoe.bench.gpu.PackageCommand;
import panamoe.bench.jmh.JmhCommand;
import panamoe.bench.peers.PeersCommand;
import panamoe.trainer.cli.NoCommand;
import panamoe.trainer.cli.Values;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.MessageText;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./panamoe bench}: the benchmarks' command line. */
@Command(
        name = "panamoe bench",
        mixinStandardHelpOptions = true,
        description = "How fast the engine is: by itself, against the machine, against other engines.",
        subcommands = {
            GemmCommand.class,
            StepCommand.class,
            RooflineCommand.class,
            RatiosCommand.class,
            PeersCommand.class,
            AgreeCommand.class,
            KernelsCommand.class,
            PackageCommand.class,
            JmhCommand.class
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs, and exits with 0, 1 if a benchmark failed, or 2 for bad input. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return Values.readBy(new CommandLine(new Main()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, args) -> refuse(e.getCommandLine(), e))
                .setExecutionExceptionHandler((e, commandLine, parsed) -> {
                    // sizes, backends and threads are checked where they are used
                    if (e instanceof IllegalArgumentException) {
                        return refuse(commandLine, e);
                    }
                    if (e instanceof IOException refused) {
                        String file = refused instanceof FileSystemException named ? named.getFile() + ": " : "";
                        say(commandLine, file + FileProblem.of(refused));
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw e;
                });
    }

    private static int refuse(CommandLine commandLine, Exception e) {
        say(commandLine, e.getMessage());
        return CommandLine.ExitCode.USAGE;
    }

    private static void say(CommandLine commandLine, String message) {
        commandLine.getErr().println("panamoe bench: " + MessageText.line(message));
        commandLine.getErr().flush();
    }

    @Override
    public void run() {
        throw NoCommand.of(spec);
    }
}
