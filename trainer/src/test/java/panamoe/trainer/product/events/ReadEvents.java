package panamoe.trainer.product.events;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the event files of a folder as TensorBoard does: in the order of their names, without the events that a restart drops. */
public final class ReadEvents {

    private ReadEvents() {}

    /** A point of a curve. */
    public record Scalar(String tag, long step, float value) {}

    /** An event of a file; it may have no scalar. */
    private static final class Event {
        private long step;
        private String tag;
        private float value;
        private boolean scalar;
        private boolean restart;
    }

    /** The points of all curves, in the order in which they were written. */
    public static List<Scalar> scalars(Path folder) throws IOException {
        List<Scalar> kept = new ArrayList<>();
        for (Path file : files(folder)) {
            for (byte[] record : RecordFile.read(file)) {
                Event event = new Event();
                fields(record, event, 0);
                if (event.restart) {
                    kept.removeIf(before -> before.step() >= event.step);
                }
                if (event.scalar) {
                    kept.add(new Scalar(event.tag, event.step, event.value));
                }
            }
        }
        return kept;
    }

    /** The event files in their order. */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** The levels of event.proto and summary.proto: 0 is an event, 1 its summary, 2 a value of the summary. */
    private static void fields(byte[] message, Event event, int level) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (level == 0 && field == 2) {
                event.step = in.readInt64();
            } else if (level == 0 && field == 5 || level == 1 && field == 1) {
                fields(in.readByteArray(), event, level + 1);
            } else if (level == 0 && field == 7) {
                event.restart = true;
                in.skipField(tag);
            } else if (level == 2 && field == 1) {
                event.tag = in.readString();
            } else if (level == 2 && field == 2) {
                event.value = in.readFloat();
                event.scalar = true;
            } else {
                in.skipField(tag);
            }
        }
    }
}
