package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import panamoe.trainer.experiment.protocol.RunSettings;

/** The settings of the results page can be read, each is another one, and every row was made with some of them. */
class ResultsConfigurationsTest {

    private static final Path FOLDER = Path.of("../docs/results");

    private static List<RunSettings> configurations() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(SettingsFile::read)
                    .map(file -> file.over(Preset.FULL.settings()))
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
            SettingsFile file = SettingsFile.read(FOLDER.resolve("settings").resolve(hash + ".yaml"));
            RunSettings kept = file.over(Preset.FULL.settings());
            assertThat(configurations)
                    .as("row with settings " + hash)
                    .extracting(each -> SettingsYaml.unitHash(onTasksAndBackendOf(kept, each)))
                    .contains(SettingsYaml.unitHash(kept));
        });
    }

    /** Tasks and backend are given on the command line. */
    private static RunSettings onTasksAndBackendOf(RunSettings kept, RunSettings settings) {
        return settings.withData(kept.data())
                .with(
                        settings.protocols(),
                        settings.methods(),
                        settings.seeds(),
                        settings.split(),
                        kept.backend(),
                        settings.model(),
                        settings.unseen().train());
    }
}
