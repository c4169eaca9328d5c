package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.learner.Method;

/** The settings of the results page can be read, each is another one, and every row was made with some of them. */
class ResultsConfigurationsTest {

    private static final Path FOLDER = Path.of("../docs/results");

    private static List<RunSettings> configurations() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(file -> SettingsReader.read(SettingsTree.read(file), Preset.FULL))
                    .toList();
        }
    }

    @Test
    void everyFileIsReadAndNoTwoAreTheSame() throws IOException {
        List<RunSettings> settings = configurations();

        assertThat(settings).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        assertThat(settings).allSatisfy(each -> assertThat(each.preset()).isEqualTo("full"));
    }

    @Test
    void everyRowWasMadeWithTheSettingsOfAFile() throws IOException {
        List<RunSettings> configurations = configurations();
        List<String> hashes;
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(FOLDER.resolve("runs.csv"))) {
            hashes = rows.stream()
                    .map(row -> row.getField("settings"))
                    .distinct()
                    .toList();
        }

        assertThat(hashes).isNotEmpty().allSatisfy(hash -> {
            SettingsTree file = SettingsTree.read(FOLDER.resolve("settings").resolve(hash + ".yaml"));
            RunSettings kept = SettingsReader.read(file, Preset.FULL);
            assertThat(configurations)
                    .as("row with settings " + hash)
                    .extracting(each -> unitHash(onTasksAndBackendOf(kept, each)))
                    .contains(unitHash(kept));
        });
    }

    /** That of every built-in method, and no row is of another one. */
    private static String unitHash(RunSettings settings) {
        return SettingsReader.unitHash(settings, Method.DENSE_MTL);
    }

    /** Tasks and backend are given on the command line. */
    private static RunSettings onTasksAndBackendOf(RunSettings kept, RunSettings settings) {
        return SettingsReader.read(Map.of("data", kept.data(), "backend", kept.backend()), settings);
    }
}
