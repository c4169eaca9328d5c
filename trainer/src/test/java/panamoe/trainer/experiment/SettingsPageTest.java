package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.learner.Method;

/** docs/settings.md says what is so. */
class SettingsPageTest {

    @TempDir
    Path temporary;

    private String page;
    private List<String> blocks;

    @BeforeEach
    void readPage() throws IOException {
        page = Files.readString(Path.of("../docs/settings.md"));
        blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private RunSettings over(RunSettings base, String yaml) throws IOException {
        return SettingsFile.read(Files.writeString(temporary.resolve("page.yaml"), yaml))
                .over(base);
    }

    @Test
    void theWholeTreeIsThatOfTheQuickPreset() throws IOException {
        assertThat(blocks).hasSize(2);
        assertThat(over(Preset.FULL.settings(), blocks.get(1))).isEqualTo(Preset.QUICK.settings());
    }

    @Test
    void theExampleFits() throws IOException {
        assertThat(over(Preset.QUICK.settings(), blocks.getFirst()).methods())
                .containsExactly(
                        Method.DENSE_MTL, Method.DENSE_PCGRAD, Method.TASK_EMBEDDING_MOE, Method.TASK_GATE_MOE);
    }

    @Test
    void everyMethodIsListed() {
        List<String> listed = Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();

        assertThat(listed)
                .containsExactly(java.util.Arrays.stream(Method.values())
                        .map(Method::label)
                        .toArray(String[]::new));
    }
}
