package panamoe.tornado.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uses folders with the layout of TornadoVM's SDK. Their jars are empty, and are modules by their names. */
class TornadoSdkTest {

    private static final int OWN = Runtime.version().feature();

    private static final String TEMPLATE = """
            # === Native library path ===
            -server
            -Djava.library.path=${TORNADOVM_HOME}/lib

            --module-path .:${TORNADOVM_HOME}/share/java/tornado
            --upgrade-module-path ${TORNADOVM_HOME}/share/java/graalJars
            --add-modules ALL-SYSTEM,tornado.runtime,java.logging
            --add-reads=tornado.runtime=java.logging
            """;

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void makeAnSdk() throws IOException {
        folder = folder.toRealPath();
        home = Files.createDirectories(folder.resolve("an sdk & more"));
        Files.createDirectories(home.resolve("lib"));
        Files.createDirectories(home.resolve("share/java/tornado"));
        jar("tornado-api-5.2.0-jdk" + OWN + ".jar");
        jar("tornado-runtime-5.2.0-jdk" + OWN + ".jar");
        argumentsOf(home);
    }

    private void jar(String name) throws IOException {
        try (ZipOutputStream zip =
                new ZipOutputStream(Files.newOutputStream(home.resolve("share/java/tornado/" + name)))) {
            zip.putNextEntry(new ZipEntry("META-INF/"));
        }
    }

    private void argumentsOf(Path where) throws IOException {
        Files.writeString(home.resolve("tornado-argfile"), TEMPLATE.replace("${TORNADOVM_HOME}", where.toString()));
    }

    private void renameApi(String name) throws IOException {
        Files.delete(home.resolve("share/java/tornado/tornado-api-5.2.0-jdk" + OWN + ".jar"));
        jar(name);
    }

    private void assertIsWholeAt(Path given) throws IOException {
        List<String> options = TornadoSdk.in(given).options();

        assertThat(options)
                .startsWith(
                        "-server",
                        "-Djava.library.path=" + home + "/lib",
                        "--module-path",
                        home + "/share/java/tornado",
                        "--upgrade-module-path",
                        home + "/share/java/graalJars",
                        "--add-modules",
                        "ALL-SYSTEM,tornado.runtime,java.logging",
                        "--add-reads=tornado.runtime=java.logging")
                .endsWith("-Dtornado.device.memory=4096GB")
                .contains("-Dtornado.recover.bailout=False")
                .noneMatch(option -> option.startsWith("#"));
    }

    @Test
    void aFolderWithBlanksIsKeptWholeAndTheWorkingFolderIsLeftOut() throws IOException {
        assertIsWholeAt(home);
        assertThat(TornadoSdk.in(home).options("@SDK@")).contains("-Djava.library.path=@SDK@/lib");
    }

    @Test
    void anSdkThatWasMovedIsUsedInItsNewFolder() throws IOException {
        argumentsOf(folder.resolve("where it was"));
        assertIsWholeAt(home);
    }

    @Test
    void theTemplateIsUsedIfTornadosCommandNeverRan() throws IOException {
        Files.delete(home.resolve("tornado-argfile"));
        Files.writeString(home.resolve("tornado-argfile.template"), TEMPLATE);
        assertIsWholeAt(home);
    }

    @Test
    void aLinkIsFollowed() throws IOException {
        assertIsWholeAt(Files.createSymbolicLink(folder.resolve("current"), home));
    }

    @Test
    void quotesInAnArgumentFileAreRemoved() throws IOException {
        Files.writeString(
                home.resolve("tornado-argfile"),
                TEMPLATE.replaceAll("(\\S*\\$\\{\\S*)", "\"$1\"").replace("${TORNADOVM_HOME}", home.toString()));
        assertIsWholeAt(home);
    }

    private void assertRefused(String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TornadoSdk.in(home))
                .withMessage(message.formatted(home, OWN));
        assertThat(LauncherOptions.of(home))
                .containsExactly("-Dpanamoe.tornado.problem=" + message.formatted(home, OWN));
    }

    @Test
    void anSdkWithWhichTheJvmCouldNotStartIsRefused() throws IOException {
        Path jars = home.resolve("share/java/tornado");
        jar("tornado-runtime-5.2.1-jdk" + OWN + ".jar");
        assertThatIllegalArgumentException() // the JVM names the two in the order in which the file system lists them
                .isThrownBy(() -> TornadoSdk.in(home))
                .withMessageStartingWith("the TornadoVM SDK in " + home
                        + " cannot be used: Two versions of module tornado.runtime found in " + jars + " (")
                .withMessageEndingWith("; install it again");

        Files.delete(jars.resolve("tornado-runtime-5.2.0-jdk" + OWN + ".jar"));
        Files.delete(jars.resolve("tornado-runtime-5.2.1-jdk" + OWN + ".jar"));
        assertRefused("the TornadoVM SDK in %s cannot be used: Module tornado.runtime not found; install it again");

        jar("tornado-api-5.3.0-jdk" + OWN + ".jar");
        assertRefused(
                "the TornadoVM SDK in %1$s cannot be used: expected one tornado-api-*.jar in share/java/tornado, found"
                        + " tornado-api-5.2.0-jdk%2$d.jar and tornado-api-5.3.0-jdk%2$d.jar; install it again");

        Files.delete(home.resolve("lib"));
        assertRefused("the TornadoVM SDK in %s cannot be used: expected the folders lib and share/java/tornado;"
                + " install it again");

        Files.writeString(home.resolve("tornado-argfile"), "-server\n");
        assertRefused("%1$s/tornado-argfile does not tell the SDK's folder: expected -Djava.library.path=SDK/lib;"
                + " install the SDK again");

        Files.delete(home.resolve("tornado-argfile"));
        assertRefused("%s is no TornadoVM SDK: expected the folder that has tornado-argfile");

        home = home.resolve("none");
        assertRefused("%s is no TornadoVM SDK: no such folder");
    }

    @ParameterizedTest
    @CsvSource({
        "08, JDK 8",
        "99, JDK 99",
        "99plus, JDK 99 or newer",
        "99-SNAPSHOT, JDK 99",
        "99plus-dev, JDK 99 or newer"
    })
    void anSdkForAnotherJdkIsRefused(String suffix, String jdk) throws IOException {
        renameApi("tornado-api-5.2.0-jdk" + suffix + ".jar");
        assertRefused("the TornadoVM SDK in %1$s is for " + jdk + ", and this is JDK %2$d: set JAVA_HOME to a " + jdk
                + ", or install the SDK for this one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4.0.2-jdk21plus      | TornadoVM 4.0.2 in %s is older than 5.2, the oldest version that Panamoe supports; trying it
            5.1.9-jdk21plus-dev  | TornadoVM 5.1.9-dev in %s is older than 5.2, the oldest version that Panamoe supports; trying it
            5.2.1-jdk21plus      | TornadoVM 5.2.1 in %s: Panamoe was tested with 5.2.0; trying it
            10.0.0-jdk21plus     | TornadoVM 10.0.0 in %s: Panamoe was tested with 5.2.0; trying it
            next                 | TornadoVM of an unknown version in %s: Panamoe was tested with 5.2.0; trying it
            """)
    void anotherVersionIsTriedWithANote(String name, String note) throws IOException {
        assertThat(TornadoSdk.in(home).note()).isEmpty();
        renameApi("tornado-api-" + name + ".jar");
        assertThat(TornadoSdk.in(home).note()).contains(note.formatted(home));
    }
}
