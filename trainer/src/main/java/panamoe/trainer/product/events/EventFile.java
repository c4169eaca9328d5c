package panamoe.trainer.product.events;

import com.google.protobuf.CodedOutputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import panamoe.tensor.Check;

/**
 * An event file of one session of training, for TensorBoard: {@code tensorboard --logdir FOLDER}. A session that continues another one
 * opens a new file in the same folder and says with {@link #restart} at which step it starts.
 *
 * <p>Events stay in a buffer until {@link #flush} or {@link #close}. Only one thread at a time may use an event file.
 *
 * @see <a href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto">event.proto</a>
 * @see <a href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/summary.proto">summary.proto</a>
 */
public final class EventFile implements AutoCloseable {

    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int EVENT_SESSION_LOG = 7;

    private static final int SESSION_LOG_STATUS = 1;
    private static final int START = 1; // SessionLog.SessionStatus

    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE_VALUE = 2;
    private static final int VALUE_TENSOR = 8;
    private static final int VALUE_METADATA = 9;

    private static final int METADATA_PLUGIN_DATA = 1;
    private static final int PLUGIN_DATA_PLUGIN_NAME = 1;

    private static final int TENSOR_DTYPE = 1;
    private static final int TENSOR_STRING_VAL = 8;
    private static final int STRING = 7; // DataType

    private static final Pattern NAME = Pattern.compile("^events\\.out\\.tfevents\\.(\\d{10})\\.");

    private final Path file;
    private final Clock clock;
    private final OutputStream out;
    private final RecordWriter records;
    private boolean closed;

    private EventFile(Path file, Clock clock, OutputStream out) {
        this.file = file;
        this.clock = clock;
        this.out = out;
        this.records = new RecordWriter(out);
    }

    /**
     * Makes a new file, {@code events.out.tfevents.SECONDS.panamoe}, and the folder if it is missing. TensorBoard reads the files of a
     * folder in the order of their names. SECONDS is therefore the time, or one more than in the last file's name if that is later.
     *
     * @param clock gives the time of each event
     */
    public static EventFile open(Path folder, Clock clock) throws IOException {
        Files.createDirectories(folder);
        while (true) {
            long seconds = Math.max(clock.instant().getEpochSecond(), lastSeconds(folder) + 1);
            Path file = folder.resolve("events.out.tfevents.%010d.panamoe".formatted(seconds));
            try {
                OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                EventFile events = new EventFile(file, clock, new BufferedOutputStream(out));
                events.write(0, event -> event.writeString(EVENT_FILE_VERSION, "brain.Event:2"));
                return events;
            } catch (FileAlreadyExistsException e) {
                // Another session has just made the file; the next name is free.
            }
        }
    }

    private static long lastSeconds(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(
                            path -> NAME.matcher(path.getFileName().toString()).results())
                    .map(match -> match.group(1))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(-1);
        }
    }

    /** The path of the file. */
    public Path file() {
        return file;
    }

    /**
     * Says that a session starts at this step. TensorBoard then drops the events of earlier files at this step and later ones. Its
     * default loader ignores restarts: it drops the points of a tag when the next point of that tag is at the same step or an earlier
     * one.
     *
     * @throws IllegalArgumentException if the step is negative
     */
    public void restart(long step) throws IOException {
        checkStep("restart", step);
        byte[] log = message(fields -> fields.writeEnum(SESSION_LOG_STATUS, START));
        Fields start = event -> event.writeByteArray(EVENT_SESSION_LOG, log);
        write(step, start);
        write(step, start); // with --load_fast=false TensorBoard drops nothing at the first start that it sees
    }

    /**
     * Adds a point to the curve of a tag. It is rounded to single precision, in which TensorBoard shows it.
     *
     * @param tag the name of the curve; slashes group curves
     * @throws IllegalArgumentException if the tag is blank, the step negative or the value not finite in single precision
     */
    public void scalar(String tag, long step, double value) throws IOException {
        Check.that(
                Float.isFinite((float) value),
                () -> "scalar '" + tag + "' at step " + step + ": " + value
                        + " cannot be shown, expected a finite number of single precision");
        writeValue("scalar", tag, step, data -> data.writeFloat(VALUE_SIMPLE_VALUE, (float) value));
    }

    /**
     * Adds a text to those of a tag.
     *
     * @throws IllegalArgumentException if the tag is blank or the step negative
     */
    public void text(String tag, long step, String markdown) throws IOException {
        byte[] plugin = message(data -> data.writeString(PLUGIN_DATA_PLUGIN_NAME, "text"));
        byte[] metadata = message(data -> data.writeByteArray(METADATA_PLUGIN_DATA, plugin));
        byte[] tensor = message(data -> {
            data.writeEnum(TENSOR_DTYPE, STRING);
            data.writeString(TENSOR_STRING_VAL, markdown);
        });
        writeValue("text", tag, step, data -> {
            data.writeByteArray(VALUE_TENSOR, tensor);
            data.writeByteArray(VALUE_METADATA, metadata);
        });
    }

    /** Passes the buffered events to the operating system, so that they outlive this process. */
    public void flush() throws IOException {
        out.flush();
    }

    /** Writes the buffered events and closes the file. Does nothing if it is closed. */
    @Override
    public void close() throws IOException {
        closed = true;
        out.close();
    }

    private void writeValue(String kind, String tag, long step, Fields fields) throws IOException {
        Check.that(
                !tag.isBlank(), () -> kind + " '" + tag + "' at step " + step + ": the tag is blank, expected a name");
        checkStep(kind + " '" + tag + "'", step);
        byte[] value = message(data -> {
            data.writeString(VALUE_TAG, tag);
            fields.write(data);
        });
        byte[] summary = message(data -> data.writeByteArray(SUMMARY_VALUE, value));
        write(step, event -> event.writeByteArray(EVENT_SUMMARY, summary));
    }

    private static void checkStep(String what, long step) {
        Check.that(step >= 0, () -> what + " at step " + step + ": expected a step of 0 or more");
    }

    private void write(long step, Fields fields) throws IOException {
        if (closed) {
            throw new IllegalStateException(file + " is closed: open a new event file for step " + step);
        }
        Instant now = clock.instant();
        records.write(message(event -> {
            event.writeDouble(EVENT_WALL_TIME, now.getEpochSecond() + now.getNano() * 1e-9);
            event.writeInt64(EVENT_STEP, step);
            fields.write(event);
        }));
    }

    /** Writes the fields of a message. */
    private interface Fields {

        void write(CodedOutputStream message) throws IOException;
    }

    /** The bytes of a message. An embedded message is written as its bytes. */
    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream message = CodedOutputStream.newInstance(bytes);
        fields.write(message);
        message.flush();
        return bytes.toByteArray();
    }
}
