package uk.ac.manchester.tornado.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kernels that compile against the stand-in link to the real API: what the stand-in offers is there too. */
class ApiDriftTest {

    /** Version 1.1.1 of the API. */
    private static final Path PUBLISHED = Path.of("target/published-api/gpu-llama3.jar");

    /** What came between 1.1.1 and 5.2.0. */
    private static final Set<String> ADDED_SINCE_PUBLISHED = Set.of(
            "api/TaskGraph libraryTask",
            "api/TaskGraphInterface libraryTask",
            "api/TornadoExecutionPlan withCUDAGraph",
            "api/common/LibraryTaskDescriptor",
            "api/common/TornadoFunctions$LibraryTask13",
            "api/enums/TornadoVMBackendType static CUDA",
            "api/enums/TornadoVMBackendType static METAL",
            "cublas/CuBlas");

    @Test
    void isPartOfThePublishedApiButForWhatIsNewer() throws IOException {
        ApiClasses published = ApiClasses.in(List.of(PUBLISHED));

        Set<String> missing = missingIn(published).stream()
                .map(offered -> offered.replaceAll("[(:].*", "").replace("uk/ac/manchester/tornado/", ""))
                .collect(Collectors.toSet());

        assertThat(missing).isEqualTo(ADDED_SINCE_PUBLISHED);
    }

    @Test
    void isPartOfTheApiOfTheInstalledSdk() throws IOException {
        String home = System.getProperty("tornado.home", System.getenv("TORNADOVM_HOME"));
        assumeTrue(home != null, "neither -Dtornado.home nor TORNADOVM_HOME names an SDK");
        try (Stream<Path> jars = Files.list(Path.of(home, "share/java/tornado"))) {
            ApiClasses sdk = ApiClasses.in(jars.filter(ApiDriftTest::isOfTheApi).toList());

            assertThat(missingIn(sdk)).isEmpty();
        }
    }

    private static boolean isOfTheApi(Path jar) {
        return jar.getFileName().toString().matches("tornado-(api|cublas)-.*\\.jar");
    }

    /** A class that is missing goes without its members. */
    private static Set<String> missingIn(ApiClasses real) throws IOException {
        return ApiClasses.in(List.of(Path.of("target/classes"))).offered().stream()
                .filter(offered -> !offered.startsWith("uk/ac/manchester/tornado/api/standin/"))
                .filter(offered -> !real.has(offered))
                .filter(offered -> !offered.contains(" ") || real.has(offered.substring(0, offered.indexOf(' '))))
                .collect(Collectors.toSet());
    }
}
