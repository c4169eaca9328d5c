package panamoe.trainer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.Plural;
import panamoe.trainer.common.Version;

/** The log of a fault of the program, for its developers. */
final class FaultLog {

    private FaultLog() {}

    /** Writes a file and returns the line for the user. If it cannot be written, the trace goes to standard error. */
    static String write(Throwable e, List<String> args) {
        try {
            Path log = Files.createTempFile("panamoe-fault-", ".log");
            Files.writeString(log, text(e, args));
            return "a fault of the program: please report it with " + log;
        } catch (IOException unwritten) {
            e.printStackTrace();
            return "a fault of the program: please report the lines above (the log cannot be written: "
                    + FileProblem.of(unwritten) + ")";
        }
    }

    private static String text(Throwable e, List<String> args) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace, true));
        Runtime runtime = Runtime.getRuntime();
        return """
                %s
                %s
                Java %s, %s; %s %s; %s; up to %d MB of memory
                arguments: %s

                %s""".formatted(
                        LocalDateTime.now(),
                        Version.text(),
                        Runtime.version(),
                        System.getProperty("java.vendor"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Plural.of(runtime.availableProcessors(), "core"),
                        runtime.maxMemory() >> 20,
                        args,
                        trace);
    }
}
