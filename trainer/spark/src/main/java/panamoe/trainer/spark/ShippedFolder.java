package panamoe.trainer.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A folder of the driver's machine that executors read: Spark ships a small one; a large one must have the same path on all
 * machines.
 *
 * @param path on the driver's machine
 * @param isShipped whether Spark ships it
 */
record ShippedFolder(String name, String path, boolean isShipped) implements Serializable {

    /** The most bytes that are shipped. */
    private static final long MOST_SHIPPED = 64L << 20;

    /**
     * A folder that is shipped if it is small.
     *
     * @param name tells it from others
     * @param staging where it is packed
     */
    static ShippedFolder of(JavaSparkContext spark, String name, Path folder, Path staging) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        boolean isShipped = !spark.isLocal() && bytes(absolute) <= MOST_SHIPPED;
        if (isShipped) {
            Path zip = staging.resolve(name + ".zip");
            pack(absolute, zip);
            spark.sc().addArchive(zip + "#" + name);
        }
        return new ShippedFolder(name, absolute.toString(), isShipped);
    }

    /** The folder on the machine that asks. It keeps its own name, which is a part of the name of an encoder. */
    Path here() {
        Path folder = Path.of(path);
        return isShipped ? Path.of(SparkFiles.get(name)).resolve(folder.getFileName()) : folder;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        for (Path file : files(folder)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static void pack(Path folder, Path zip) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            for (Path file : files(folder)) {
                Path entry = folder.getFileName().resolve(folder.relativize(file));
                packed.putNextEntry(new ZipEntry(entry.toString()));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
    }
}
