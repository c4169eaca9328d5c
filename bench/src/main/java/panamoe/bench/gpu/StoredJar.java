package panamoe.bench.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Copies jars without compression. The packed folder is then a third as large, because it is compressed as a whole. */
final class StoredJar {

    private StoredJar() {}

    /** Copies a jar to a new file. */
    static void copy(Path from, Path to) throws IOException {
        try (ZipFile jar = new ZipFile(from.toFile());
                ZipOutputStream stored = new ZipOutputStream(Files.newOutputStream(to))) {
            stored.setLevel(Deflater.NO_COMPRESSION);
            for (ZipEntry entry : Collections.list(jar.entries())) {
                stored.putNextEntry(new ZipEntry(entry.getName()));
                try (InputStream in = jar.getInputStream(entry)) {
                    in.transferTo(stored);
                }
                stored.closeEntry();
            }
        }
    }
}
