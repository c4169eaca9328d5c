package panamoe.trainer.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code panamoe spark}: Spark's own processes, with the options that Panamoe needs. */
@Command(
        name = "spark",
        mixinStandardHelpOptions = true,
        description = "Start a process of a Spark cluster on this machine (docs/scale.md).")
final class SparkCommand {

    /** The log of Spark's own processes; of a run it has errors alone. */
    private static final String LOG_LEVEL = "panamoe.spark.log";

    @Option(
            names = "--host",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "The name or address by which other machines reach this one. Default: the machine's name.")
    private @Nullable String host;

    static CommandLine commandLine() {
        return new CommandLine(new SparkCommand());
    }

    @Command(name = "master", mixinStandardHelpOptions = true, description = "Start the master, which workers join.")
    void master(
            @Option(names = "--port", paramLabel = "N", defaultValue = "7077", description = "Default: 7077.") int port,
            @Option(
                            names = "--web-port",
                            paramLabel = "N",
                            defaultValue = "8080",
                            description = "Of its web page. Default: 8080.")
                    int webPort) {
        List<String> args = arguments();
        args.addAll(List.of("--port", String.valueOf(port), "--webui-port", String.valueOf(webPort)));
        Master.main(args.toArray(String[]::new));
    }

    @Command(
            name = "worker",
            mixinStandardHelpOptions = true,
            description = "Start a worker, which runs units on this machine's cores.")
    void worker(
            @Parameters(paramLabel = "MASTER", description = "The master's address: spark://HOST:7077.") String master,
            @Option(names = "--cores", paramLabel = "N", description = "Cores to offer. Default: all.") @Nullable
                    Integer cores,
            @Option(
                            names = "--memory",
                            paramLabel = "SIZE",
                            description = "Memory to offer, such as 8g. Default: all but 1 GiB.")
                    @Nullable
                    String memory,
            @Option(
                            names = "--web-port",
                            paramLabel = "N",
                            defaultValue = "8081",
                            description = "Of its web page. Default: 8081.")
                    int webPort)
            throws IOException {
        MasterAddress.require(master);
        List<String> args = arguments();
        if (cores != null) {
            if (cores < 1) {
                throw new UserError("--cores " + cores + ": expected at least 1");
            }
            args.addAll(List.of("--cores", String.valueOf(cores)));
        }
        if (memory != null) {
            args.addAll(List.of("--memory", memory));
        }
        Path work = Files.createTempDirectory("panamoe-spark-");
        args.addAll(List.of("--webui-port", String.valueOf(webPort), "--work-dir", work.toString(), master));
        Worker.main(args.toArray(String[]::new));
    }

    private List<String> arguments() {
        SupportedJdk.require();
        if (System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "INFO");
        }
        List<String> args = new ArrayList<>();
        if (host != null) {
            args.addAll(List.of("--host", host));
        }
        return args;
    }
}
