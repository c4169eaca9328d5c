package panamoe.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    private static final String PATH = "java.library.path";

    @TempDir
    private Path folder;

    @Test
    void reportsTheSystemsMessagesAboutTornadosLibrariesOnly() throws IOException {
        String before = System.getProperty(PATH);
        try {
            System.setProperty(PATH, folder.resolve("none") + ":" + folder);
            Files.writeString(folder.resolve("libother.so"), "");
            assertThat(NativeLibraries.problem()).isEmpty();

            Path cublas = Files.createFile(folder.resolve("libtornado-cublas.so"));
            Path cuda = Files.createFile(folder.resolve("libtornado-cuda.so"));
            assertThat(NativeLibraries.problem())
                    .hasValueSatisfying(problem ->
                            assertThat(problem).startsWith(cublas + ": ").contains("; " + cuda + ": "));
        } finally {
            System.setProperty(PATH, before);
        }
    }
}
