package uk.ac.manchester.tornado.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kernels that are compiled against the stand-in link to the real API, since that has all members of the stand-in. */
class ApiDriftTest {

    /** Version 1.1.1 of the API. */
    private static final Path PUBLISHED = Path.of("target/published-api/gpu-llama3.jar");

    private static final String STAND_IN = "uk/ac/manchester/tornado/api/standin/";

    /** Members that versions from 1.1.1 to 5.2.0 added. */
    private static final Set<String> ADDED_SINCE_PUBLISHED = Set.of(
            "api/TaskGraph libraryTask",
            "api/TaskGraphInterface libraryTask",
            "api/TornadoExecutionPlan withCUDAGraph",
            "api/common/LibraryTaskDescriptor",
            "api/common/TornadoFunctions$LibraryTask13",
            "api/enums/TornadoVMBackendType static CUDA",
            "api/enums/TornadoVMBackendType static METAL",
            "cublas/CuBlas");

    /** An addition of version 6.0, which finds kernels by it. Older versions do not need it. */
    private static final Pattern SERIALIZABLE_SINCE_6 =
            Pattern.compile("api/common/TornadoFunctions\\$Task\\d+ is a java/io/Serializable");

    @Test
    void isPartOfThePublishedApiExceptForNewerMembers() throws IOException {
        ApiClasses published = ApiClasses.in(List.of(PUBLISHED));

        Set<String> missing = missingIn(published).stream()
                .map(offered -> offered.replaceAll("[(:].*", ""))
                .collect(Collectors.toSet());

        assertThat(missing).isEqualTo(ADDED_SINCE_PUBLISHED);
        assertThat(supertypesMissingIn(published, standIn()))
                .hasSize(12)
                .allMatch(SERIALIZABLE_SINCE_6.asMatchPredicate());
        assertThat(supertypesMissingIn(standIn(), published)).isEmpty();
    }

    @Test
    void isPartOfTheApiOfTheInstalledSdk() throws IOException {
        String home = System.getProperty("tornado.home", System.getenv("TORNADOVM_HOME"));
        assumeTrue(home != null, "neither -Dtornado.home nor TORNADOVM_HOME names an SDK");
        try (Stream<Path> files = Files.list(Path.of(home, "share/java/tornado"))) {
            List<Path> jars = files.filter(ApiDriftTest::isOfTheApi).toList();
            ApiClasses sdk = ApiClasses.in(jars);

            // an SDK without the CUDA backend has one jar, without cuBLAS
            assertThat(missingIn(sdk)).isEqualTo(jars.size() > 1 ? Set.of() : Set.of("cublas/CuBlas"));
            assertThat(supertypesMissingIn(sdk, standIn())).allMatch(SERIALIZABLE_SINCE_6.asMatchPredicate());
            assertThat(supertypesMissingIn(standIn(), sdk)).isEmpty();
        }
    }

    private static boolean isOfTheApi(Path jar) {
        return jar.getFileName().toString().matches("tornado-(api|cublas)-.*\\.jar");
    }

    private static ApiClasses standIn() throws IOException {
        return ApiClasses.in(List.of(Path.of("target/classes")));
    }

    /** The members of the stand-in that the real API has not. Of a missing class only the class itself is listed. */
    private static Set<String> missingIn(ApiClasses real) throws IOException {
        return standIn().offered().stream()
                .filter(offered -> !offered.startsWith(STAND_IN))
                .filter(offered -> !real.has(offered))
                .filter(offered -> !offered.contains(" ") || real.has(offered.substring(0, offered.indexOf(' '))))
                .map(ApiDriftTest::shortName)
                .collect(Collectors.toSet());
    }

    /**
     * The supertypes that a class has in {@code others} and not in {@code some}. Both must have the class; and both, or
     * the JDK, the supertype.
     */
    private static Set<String> supertypesMissingIn(ApiClasses some, ApiClasses others) {
        Set<String> missing = new TreeSet<>();
        for (String name : others.offered()) {
            if (!name.contains(" ") && some.has(name)) {
                others.supertypes(name).stream()
                        .filter(type -> type.startsWith("java/") || some.has(type) && others.has(type))
                        .filter(type -> !some.supertypes(name).contains(type))
                        .forEach(type -> missing.add(shortName(name) + " is a " + type));
            }
        }
        return missing;
    }

    private static String shortName(String offered) {
        return offered.replace("uk/ac/manchester/tornado/", "");
    }
}
