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
        return of(option, place, FileProblem.within(place, e), e);
    }

    /** As {@link #of(String, Path, IOException)}, with the problem in words. */
    public static RuntimeException of(String option, Path place, String problem, IOException e) {
        String line = "cannot write to " + place + " (" + problem + "): ";
        return FileProblem.isNoRoom(e)
                ? new UncheckedIOException(line + "make room, or choose another " + option, e)
                : new UserError(line + "choose another " + option);
    }
}
