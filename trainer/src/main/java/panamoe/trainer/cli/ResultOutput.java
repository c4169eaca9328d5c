package panamoe.trainer.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import panamoe.trainer.common.FileProblem;
import picocli.CommandLine;

/** The output for results, in UTF-8. A failed write is reported; {@link PrintWriter} would hide it. */
record ResultOutput(OutputStream stream) {

    /** Writes results. */
    @FunctionalInterface
    interface Body {
        /**
         * Writes the results.
         *
         * @return the exit code
         * @throws IOException if {@code out} cannot be written
         */
        int write(Writer out) throws IOException;
    }

    /** Standard output. */
    static ResultOutput standard() {
        return new ResultOutput(new FileOutputStream(FileDescriptor.out));
    }

    /**
     * Runs a command that writes results.
     *
     * @return the body's exit code; 0 if the reader has closed the pipe, since it needs no more; 1 with a message on {@code err} if the
     *     output cannot be written
     */
    int run(PrintWriter err, Body body) {
        try {
            Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
            int exitCode = body.write(out);
            out.flush();
            return exitCode;
        } catch (IOException e) {
            return unwritten(e, err);
        }
    }

    /** The exit code of a command whose output could not be written: 0 for a closed pipe, else 1 with a message on {@code err}. */
    static int unwritten(IOException e, PrintWriter err) {
        if (isClosedPipe(e)) {
            return CommandLine.ExitCode.OK;
        }
        err.println("panamoe: standard output cannot be written: " + FileProblem.of(e));
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The JDK has no type for a closed pipe; its message is "Broken pipe", on Windows "The pipe is being closed" or "has been ended". */
    private static boolean isClosedPipe(IOException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }
}
