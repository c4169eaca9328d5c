package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** The exit code and the output of a command that ran in this process. */
record CommandRun(int exitCode, String out, String err) {

    /** Runs a command line. */
    static CommandRun of(CommandLine line, List<String> args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = line.execute(args.toArray(String[]::new));
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
