package panamoe.trainer.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs a command line as the program of this process. */
public final class Program {

    private Program() {}

    /**
     * Runs a command. In every locale, numbers are printed with the digits 0 to 9 and a decimal point.
     *
     * @return the command's exit code; 1 if the command succeeded but standard output could not be written
     */
    public static int run(CommandLine command, String... args) {
        Locale.setDefault(Locale.ROOT);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            command.getErr().println("panamoe: " + FaultLog.write(e, List.of(args)));
            command.getErr().flush();
        });
        ResultWriter out = new ResultWriter(new FileOutputStream(FileDescriptor.out));
        command.setOut(new PrintWriter(out));
        int exitCode = command.execute(args);
        command.getOut().flush();
        @Nullable IOException problem = out.problem();
        return exitCode == CommandLine.ExitCode.OK && problem != null
                ? ResultOutput.unwritten(problem, command.getErr())
                : exitCode;
    }
}
