package panamoe.trainer.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text as UTF-8 that remembers why it could not be written, which a {@link PrintWriter} does not tell. */
final class ResultWriter extends Writer {

    private final Writer to;
    private @Nullable IOException problem;

    ResultWriter(OutputStream to) {
        this.to = new OutputStreamWriter(to, StandardCharsets.UTF_8);
    }

    /** The first problem; null if all could be written. */
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
