package panamoe.trainer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The settings of the results page can be read, and each is another one. */
class ResultsConfigurationsTest {

    @Test
    void everyFileIsReadAndNoTwoAreTheSame() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of("../docs/results"))) {
            files = all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }

        List<RunSettings> settings = files.stream()
                .map(SettingsFile::read)
                .map(file -> file.over(Preset.FULL.settings()))
                .toList();

        assertThat(settings).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        assertThat(settings).allSatisfy(each -> assertThat(each.preset()).isEqualTo("full"));
    }
}
