package panamoe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.tensor.HeapStorage;

/**
 * Tests the dependencies of modules and packages, the libraries of the core, and the access to the arrays of a storage. A rule is a
 * search that must find nothing. For each rule another test shows that the search does find dependencies.
 */
class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("panamoe");

    /** The modules that each module may use. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "tensor", Set.of(),
            "autograd", Set.of("tensor"),
            "moe", Set.of("tensor", "autograd"),
            "tornado", Set.of("tensor"),
            "trainer", Set.of("tensor", "autograd", "moe"),
            "bench", Set.of("tensor", "autograd", "moe", "tornado", "trainer"));

    /** The top-level packages of the trainer ("rooms"). Each may use those before it in the list. */
    private static final List<String> ROOMS =
            List.of("common", "tasks", "encoder", "learner", "product", "experiment", "report", "cli");

    /** The packages of the experiment that protocols may use. Each may use those before it. Any other package is a protocol. */
    private static final List<String> BELOW_PROTOCOLS = List.of("statistics", "exhibit", "protocol", "base");

    private static final Set<String> CORE = Set.of("tensor", "autograd", "moe");

    /**
     * The JDK, with {@code com.sun.management} for HotSpot's flags, and Eclipse Collections; for the compiler
     * alone the annotations of JSpecify.
     */
    private static final List<String> CORE_LIBRARIES = List.of(
            "java.",
            "jdk.incubator.vector.",
            "com.sun.management.",
            "org.eclipse.collections.",
            "org.jspecify.annotations.");

    private static final Set<String> BACKENDS =
            Set.of("panamoe.tensor.reference", "panamoe.tensor.cpu", "panamoe.tornado");

    @Test
    void everyClassBelongsToAModule() {
        assertThat(CODE).isNotEmpty().extracting(ArchitectureTest::module).isSubsetOf(ARROWS.keySet());
    }

    @Test
    void modulesUseOnlyWhatTheyMay() {
        assertThat(dependencies(ArchitectureTest::crossesModules))
                .filteredOn(d -> !ARROWS.get(module(d.getOriginClass())).contains(module(d.getTargetClass())))
                .extracting(Dependency::getDescription)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"autograd, tensor", "moe, tensor", "moe, autograd", "trainer, moe", "bench, moe"})
    void theSearchSeesArrows(String from, String to) {
        assertThat(dependencies(ArchitectureTest::crossesModules))
                .anyMatch(d -> module(d.getOriginClass()).equals(from)
                        && module(d.getTargetClass()).equals(to));
    }

    @Test
    void everyClassOfTheTrainerBelongsToARoom() {
        assertThat(CODE)
                .filteredOn(c -> module(c).equals("trainer") && !isPackageInfo(c))
                .extracting(ArchitectureTest::room)
                .isSubsetOf(ROOMS);
    }

    @Test
    void roomsUseOnlyThoseBelow() {
        assertThat(dependencies(ArchitectureTest::crossesRooms))
                .filteredOn(d -> ROOMS.indexOf(room(d.getOriginClass())) < ROOMS.indexOf(room(d.getTargetClass())))
                .extracting(Dependency::getDescription)
                .isEmpty();
    }

    /** A protocol uses neither other protocols nor the list of protocols. */
    @Test
    void packagesOfTheExperimentUseOnlyThoseBelow() {
        assertThat(dependencies(ArchitectureTest::crossesPackagesOfTheExperiment))
                .filteredOn(d -> level(d.getOriginClass()) <= level(d.getTargetClass()))
                .extracting(Dependency::getDescription)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tasks, common",
        "encoder, tasks",
        "learner, encoder",
        "experiment, learner",
        "report, experiment",
        "experiment, product",
        "product, learner",
        "cli, report"
    })
    void theSearchSeesArrowsBetweenRooms(String from, String to) {
        assertThat(dependencies(ArchitectureTest::crossesRooms))
                .anyMatch(d -> room(d.getOriginClass()).equals(from)
                        && room(d.getTargetClass()).equals(to));
    }

    @Test
    void theSearchSeesArrowsWithinTheExperiment() {
        assertThat(dependencies(ArchitectureTest::crossesPackagesOfTheExperiment))
                .extracting(d -> part(d.getOriginClass()) + " " + part(d.getTargetClass()))
                .contains(" lowresource", "unseen base", "base protocol", "protocol exhibit", "exhibit statistics");
    }

    @Test
    void theCoreNeedsOnlyTheJdkAndEclipseCollections() {
        assertThat(dependencies(ArchitectureTest::leavesCoreLibraries))
                .filteredOn(d -> CORE.contains(module(d.getOriginClass())))
                .extracting(Dependency::getDescription)
                .isEmpty();
    }

    @Test
    void theSearchSeesLibraries() {
        assertThat(dependencies(ArchitectureTest::leavesCoreLibraries))
                .extracting(d -> module(d.getOriginClass()))
                .contains("trainer");
    }

    /** The code that JMH generates shows that the search finds a package without the annotation. */
    @Test
    void everyPackageThatIsWrittenByHandIsNullMarked() {
        assertThat(CODE.stream().map(JavaClass::getPackage).distinct())
                .filteredOn(p -> !p.isAnnotatedWith(NullMarked.class))
                .extracting(JavaPackage::getName)
                .containsExactly("panamoe.bench.jmh.jmh_generated");
    }

    @Test
    void onlyBackendsTouchTheArraysOfAStorage() {
        assertThat(dependencies(ArchitectureTest::opensStorage))
                .filteredOn(d -> !BACKENDS.contains(d.getOriginClass().getPackageName()))
                .extracting(Dependency::getDescription)
                .isEmpty();
    }

    @Test
    void theSearchSeesBackendsTouchArrays() {
        assertThat(dependencies(ArchitectureTest::opensStorage))
                .extracting(d -> d.getOriginClass().getPackageName())
                .containsAll(BACKENDS);
    }

    private static Stream<Dependency> dependencies(Predicate<Dependency> wanted) {
        return CODE.stream()
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .filter(wanted);
    }

    private static boolean crossesModules(Dependency d) {
        return isOurs(d.getTargetClass()) && !module(d.getOriginClass()).equals(module(d.getTargetClass()));
    }

    private static boolean crossesRooms(Dependency d) {
        return isOurs(d.getTargetClass())
                && module(d.getOriginClass()).equals("trainer")
                && module(d.getTargetClass()).equals("trainer")
                && !isPackageInfo(d.getOriginClass())
                && !room(d.getOriginClass()).equals(room(d.getTargetClass()));
    }

    private static boolean crossesPackagesOfTheExperiment(Dependency d) {
        return isOfTheExperiment(d.getOriginClass())
                && isOfTheExperiment(d.getTargetClass())
                && !part(d.getOriginClass()).equals(part(d.getTargetClass()));
    }

    private static boolean leavesCoreLibraries(Dependency d) {
        JavaClass target = d.getTargetClass().getBaseComponentType();
        return !target.isPrimitive()
                && !isOurs(target)
                && CORE_LIBRARIES.stream().noneMatch(target.getName()::startsWith);
    }

    /** True if code outside {@link HeapStorage} uses one of its records, which are the only way to the arrays. */
    private static boolean opensStorage(Dependency d) {
        String target = d.getTargetClass().getBaseComponentType().getName();
        return target.startsWith(HeapStorage.class.getName() + "$")
                && !d.getOriginClass().getName().startsWith(HeapStorage.class.getName());
    }

    private static boolean isOurs(JavaClass c) {
        return c.getBaseComponentType().getPackageName().startsWith("panamoe.");
    }

    /** {@code panamoe.moe.TopK -> moe}. */
    private static String module(JavaClass c) {
        return c.getBaseComponentType().getPackageName().split("\\.")[1];
    }

    /** {@code panamoe.trainer.tasks.files.Manifest -> tasks}. */
    private static String room(JavaClass c) {
        return segment(c, 2);
    }

    private static boolean isOfTheExperiment(JavaClass c) {
        return isOurs(c) && module(c).equals("trainer") && room(c).equals("experiment");
    }

    /** {@code panamoe.trainer.experiment.unseen.FewShot -> unseen}; empty at the top of the experiment. */
    private static String part(JavaClass c) {
        return segment(c, 3);
    }

    /** All protocols are on one level. The top package of the experiment, which lists them, is above them. */
    private static int level(JavaClass c) {
        String part = part(c);
        int protocols = BELOW_PROTOCOLS.size();
        return part.isEmpty()
                ? protocols + 1
                : BELOW_PROTOCOLS.contains(part) ? BELOW_PROTOCOLS.indexOf(part) : protocols;
    }

    private static String segment(JavaClass c, int index) {
        String[] names = c.getBaseComponentType().getPackageName().split("\\.");
        return index < names.length ? names[index] : "";
    }

    private static boolean isPackageInfo(JavaClass c) {
        return c.getSimpleName().equals("package-info");
    }
}
