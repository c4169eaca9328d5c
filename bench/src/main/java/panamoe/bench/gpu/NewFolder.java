package panamoe.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import panamoe.tensor.Check;
import panamoe.trainer.common.FileProblem;

/** A folder that is there with all its content or not at all: it is filled beside its place and moved there at the end. */
final class NewFolder implements AutoCloseable {

    private final Path place;
    private final Path around;

    private NewFolder(Path place, Path around) {
        this.place = place;
        this.around = around;
    }

    /**
     * Refuses what cannot become a folder; makes nothing.
     *
     * @throws IllegalArgumentException in one line
     */
    static void requirePlace(String option, Path place) {
        Check.that(
                !Files.exists(place, LinkOption.NOFOLLOW_LINKS),
                option + " " + place + ": exists; name a folder that does not");
        Path above = place.toAbsolutePath().normalize().getParent();
        while (!Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
            above = above.getParent();
        }
        Check.that(Files.isDirectory(above), option + " " + place + ": " + above + " is no folder");
        Check.that(Files.isWritable(above), option + " " + place + ": no permission to write in " + above);
    }

    /**
     * Makes the folder that is to be filled, and those above its place.
     *
     * @throws IllegalArgumentException if the system refuses; one line
     */
    static NewFolder at(String option, Path place) {
        requirePlace(option, place);
        Path above = place.toAbsolutePath().normalize().getParent();
        try {
            Files.createDirectories(above);
            Path around = Files.createTempDirectory(above, place.getFileName() + "-unfinished");
            Files.createDirectory(around.resolve("content")); // with the usual permissions, which the one around lacks
            return new NewFolder(place, around);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    option + " " + place + ": no folder can be made in " + above + " (" + FileProblem.of(e) + ")", e);
        }
    }

    /** Where to write. */
    Path path() {
        return around.resolve("content");
    }

    /** Moves it to its place. */
    void finish() throws IOException {
        Files.move(path(), place);
    }

    /** Removes what is not finished. */
    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(around)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
