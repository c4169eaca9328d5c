package panamoe.trainer.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The things that a unit brings back to the driver. */
sealed interface UnitOutput extends Serializable {

    /**
     * A unit that was done.
     *
     * @param result as JSON
     * @param steps training steps that were taken
     * @param files that the unit wrote
     */
    record Done(String result, int steps, List<WrittenFile> files) implements UnitOutput {}

    /** A unit that failed for a reason of its own. */
    record Failed(Throwable reason) implements UnitOutput {}

    /**
     * A file.
     *
     * @param path beneath the folder of the run
     */
    record WrittenFile(String path, byte[] content) implements Serializable {

        /** All files beneath a folder. */
        static List<WrittenFile> in(Path folder) throws IOException {
            List<WrittenFile> files = new ArrayList<>();
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                    files.add(new WrittenFile(folder.relativize(file).toString(), Files.readAllBytes(file)));
                }
            }
            return files;
        }
    }
}
