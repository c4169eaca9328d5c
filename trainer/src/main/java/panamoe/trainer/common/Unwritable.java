package panamoe.trainer.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The failure of a command that cannot write where it is told to. */
public final class Unwritable {

    private Unwritable() {}

    /**
     * A {@link UserError}, since another place helps; where the disk has no room, the refusal of the machine.
     *
     * @param option that names the place, such as {@code --out}
     */
    public static RuntimeException of(String option, Path place, IOException e) {
        String problem = FileProblem.within(place, e);
        String line = "cannot write to " + place + " (" + problem + "): ";
        return FileProblem.isNoRoom(e)
                ? new UncheckedIOException(line + "make room, or choose another " + option, e)
                : new UserError(line + "choose another " + option);
    }
}
