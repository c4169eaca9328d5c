package panamoe.trainer.spark;

import java.util.List;
import panamoe.trainer.cli.Program;

/** {@code panamoe} with Spark: its commands, and {@code spark}, which starts Spark's own processes. */
public final class Main {

    private Main() {}

    /** Runs a command and ends with its exit code. */
    public static void main(String[] args) {
        System.exit(Program.run(panamoe.trainer.cli.Main.commandLine(List.of(SparkCommand.commandLine())), args));
    }
}
