package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.learner.Method;

/** Tests the settings files of both studies: each can be read, no two are equal, and every row was made with one of them. */
class ResultsConfigurationsTest {

    private static final String FIRST = "../docs/results";
    private static final String SECOND = "../docs/results/second";

    private static List<RunSettings> configurations(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.getFileName().toString().startsWith("tasks"))
                    .sorted()
                    .map(file -> SettingsReader.read(SettingsTree.read(file), Preset.FULL.tree()))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FIRST, SECOND})
    void everyFileCanBeReadAndNoTwoAreEqual(Path folder) throws IOException {
        List<RunSettings> settings = configurations(folder);

        assertThat(settings).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        assertThat(settings).allSatisfy(each -> assertThat(each.preset()).isEqualTo("full"));
    }

    @ParameterizedTest
    @ValueSource(strings = {FIRST, SECOND})
    void everyRowWasMadeWithTheSettingsOfAFile(Path folder) throws IOException {
        List<RunSettings> configurations = configurations(folder);
        List<String> hashes;
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(folder.resolve("runs.csv"))) {
            hashes = rows.stream()
                    .map(row -> row.getField("settings"))
                    .distinct()
                    .toList();
        }

        // the hashes of all files, by the options of the command line: tasks and backend
        Map<Map<String, String>, List<String>> known = new HashMap<>();
        assertThat(hashes).isNotEmpty().allSatisfy(hash -> {
            SettingsTree file = SettingsTree.read(folder.resolve("settings").resolve(hash + ".yaml"));
            RunSettings kept = SettingsReader.read(file, EarlierPreset.tree(Preset.FULL));
            Map<String, String> options = Map.of("data", kept.data(), "backend", kept.backend());
            assertThat(known.computeIfAbsent(options, each -> unitHashes(each, configurations)))
                    .as("row with settings " + hash)
                    .contains(unitHash(kept));
        });
    }

    private static List<String> unitHashes(Map<String, String> options, List<RunSettings> configurations) {
        return configurations.stream()
                .map(each -> unitHash(SettingsReader.read(options, each)))
                .toList();
    }

    /** The hash of every built-in method. All rows are of built-in methods. */
    private static String unitHash(RunSettings settings) {
        return SettingsReader.unitHash(settings, Method.DENSE_MTL);
    }
}
