package panamoe.bench;

import panamoe.bench.gpu.AgreeCommand;
import panamoe.bench.gpu.KernelsCommand;
import panamoe.bench.gpu.PackageCommand;
import panamoe.bench.jmh.JmhCommand;
import panamoe.bench.parallel.CommCommand;
import panamoe.bench.parallel.ParallelCommand;
import panamoe.bench.parallel.PredictCommand;
import panamoe.bench.peers.PeersCommand;
import panamoe.trainer.cli.Errors;
import panamoe.trainer.cli.NoCommand;
import panamoe.trainer.cli.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./panamoe bench}: the command line of the benchmarks. */
@Command(
        name = "panamoe bench",
        mixinStandardHelpOptions = true,
        description = "Measures the speed of the engine, and compares it with the machine and with other engines.",
        subcommands = {
            GemmCommand.class,
            StepCommand.class,
            RooflineCommand.class,
            RatiosCommand.class,
            PeersCommand.class,
            CommCommand.class,
            ParallelCommand.class,
            PredictCommand.class,
            AgreeCommand.class,
            KernelsCommand.class,
            PackageCommand.class,
            JmhCommand.class
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs a command and exits with 0, with 1 if a benchmark failed, or with 2 for bad input. */
    public static void main(String[] args) {
        System.exit(Program.run(commandLine(), args));
    }

    static CommandLine commandLine() {
        // the classes that use sizes, backends and threads check them and throw this exception
        return Errors.handledBy(
                        new CommandLine(new Main()), "panamoe bench", IllegalArgumentException.class::isInstance)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw NoCommand.of(spec);
    }
}
