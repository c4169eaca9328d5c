package panamoe.trainer.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes text as UTF-8 and keeps the first exception, which a {@link PrintWriter} around it would hide. */
final class ResultWriter extends Writer {

    private final Writer to;
    private @Nullable IOException problem;

    ResultWriter(OutputStream to) {
        this.to = new OutputStreamWriter(to, StandardCharsets.UTF_8);
    }

    /** The first exception; null if everything was written. */
    @Nullable
    IOException problem() {
        return problem;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        remembering(() -> to.write(text, from, length));
    }

    @Override
    public void flush() throws IOException {
        remembering(to::flush);
    }

    @Override
    public void close() throws IOException {
        remembering(to::close);
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private void remembering(Action action) throws IOException {
        try {
            action.run();
        } catch (IOException e) {
            if (problem == null) {
                problem = e;
            }
            throw e;
        }
    }
}
