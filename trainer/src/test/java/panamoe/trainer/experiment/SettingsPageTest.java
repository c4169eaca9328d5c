package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.learner.GateKind;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;

/** Tests the statements of docs/settings.md. */
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

    private RunSettings over(Preset preset, String yaml) throws IOException {
        return SettingsReader.read(
                SettingsTree.read(Files.writeString(temporary.resolve("page.yaml"), yaml)), preset.tree());
    }

    @Test
    void theExamplesAreValidSettings() throws IOException {
        assertThat(blocks).hasSize(2);
        assertThat(over(Preset.QUICK, blocks.getFirst()).methods())
                .containsExactly(
                        Method.DENSE_MTL, Method.DENSE_PCGRAD, Method.TASK_EMBEDDING_MOE, Method.TASK_GATE_MOE);
        assertThat(over(Preset.QUICK, blocks.getLast()).methods())
                .containsExactly(
                        Method.TASK_GATE_MOE,
                        new Method("task-gate-pcgrad", GateKind.TASK, LossWeighting.PCGRAD),
                        new Method("shared-gate-uncertainty", GateKind.SHARED, LossWeighting.UNCERTAINTY));
    }

    @Test
    void everyMethodIsListed() {
        List<List<String>> listed = rows("## Methods", "A settings file can define others");

        assertThat(listed.stream().flatMap(row -> names(row.getFirst()).stream()))
                .containsExactlyElementsOf(Method.BUILT_IN.collect(Method::name));
        assertThat(listed.stream().map(row -> row.get(1).startsWith("experts")))
                .containsExactlyElementsOf(Method.BUILT_IN.collect(Method::isSparse));
    }

    @Test
    void everyPartOfADefinitionIsListed() {
        List<List<String>> keys = rows("A settings file can define others", "## The start of task gates");

        assertThat(keys).extracting(List::getFirst).containsExactly("`name`", "`gate`", "`weighting`");
        assertThat(names(keys.get(1).get(1)))
                .contains("none")
                .containsAll(Stream.of(GateKind.values()).map(GateKind::label).toList())
                .hasSize(GateKind.values().length + 1);
        assertThat(names(keys.get(2).get(1)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(LossWeighting.values())
                        .map(LossWeighting::label)
                        .toList());
    }

    /** The cells of the tables between two headings. */
    private List<List<String>> rows(String from, String to) {
        int start = page.indexOf(from);
        return page.substring(start, page.indexOf(to, start))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    /** The names in a cell. */
    private static List<String> names(String cell) {
        return Pattern.compile("`([a-z-]+)`")
                .matcher(cell)
                .results()
                .map(name -> name.group(1))
                .toList();
    }
}
