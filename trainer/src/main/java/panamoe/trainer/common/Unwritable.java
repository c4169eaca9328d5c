package panamoe.trainer.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The failure of a command that cannot write to its {@code --out}. */
public final class Unwritable {

    private Unwritable() {}

    /** A {@link UserError}, since another place helps; where the disk has no room, the refusal of the machine. */
    public static RuntimeException of(Path out, IOException e) {
        String problem = FileProblem.of(e);
        String line = "cannot write to " + out + " (" + problem + "): ";
        return FileProblem.isNoRoom(e)
                ? new UncheckedIOException(line + "make room, or choose another --out", e)
                : new UserError(line + "choose another --out");
    }
}
