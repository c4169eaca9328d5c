package panamoe.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.learner.Method;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ModelCardTest {

    private static final TrainedModel SPARSE = SampleModels.of(
            Method.TASK_GATE_MOE,
            SampleModels.hostile(),
            SampleModels.labels("many", 150),
            SampleModels.scores("similar"));
    private static final String CARD = ModelCard.text(SPARSE);

    private static List<String> section(String card, String title) {
        String rest = card.substring(card.indexOf("\n## " + title + "\n") + title.length() + 5);
        int end = rest.indexOf("\n## ");
        return (end < 0 ? rest : rest.substring(0, end)).lines().toList();
    }

    /** The cells of a section's table by row. A cell may contain escaped bars. */
    private static List<List<String>> rows(String card, String title) {
        return section(card, title).stream()
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .map(line -> Arrays.stream(line.substring(2, line.length() - 2).split("(?<!\\\\)\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    @Test
    void theFrontMatterHasTheKeysOfTheHub() {
        assertThat(CARD).startsWith("---\n");
        String yaml = CARD.substring(4, CARD.indexOf("\n---\n", 4));
        Map<?, ?> keys = new YAMLMapper().readValue(yaml, Map.class);
        assertThat(keys.get("library_name")).isEqualTo("panamoe");
        assertThat(keys.get("tags"))
                .isEqualTo(List.of("text-classification", "multi-task-learning", "mixture-of-experts"));
        assertThat(keys.get("metrics")).isEqualTo(List.of("f1", "accuracy", "pearsonr", "spearmanr"));
        assertThat(keys.containsKey("license")).isFalse();
        assertThat(keys.containsKey("base_model"))
                .as("the encoder is not a published one")
                .isFalse();
    }

    @Test
    void everyRowHasTheScoresAndTheirBaselines() {
        List<List<String>> rows = rows(CARD, "Scores");
        assertThat(rows).hasSize(5);
        KeptTask similar = SPARSE.kept().tasks().getLast();
        assertThat(rows.get(3))
                .containsExactly(
                        "`similar`",
                        "pearson",
                        three(similar.scores().get("dev").get("pearson")),
                        three(similar.scores().get("test").get("pearson")),
                        "0.000 ± " + three(2 / Math.sqrt(102)),
                        three(similar.baselines().get("test").get("linear-probe")),
                        "");
        assertThat(rows.get(4))
                .containsExactly(
                        "`similar`",
                        "spearman",
                        three(similar.scores().get("dev").get("spearman")),
                        three(similar.scores().get("test").get("spearman")),
                        "",
                        "",
                        "");
    }

    private static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    @Test
    void aScoreThatIsNotAboveMajorityIsMarked() {
        KeptTask task = SPARSE.kept().tasks().get(1);
        assertThat(task.isAboveMajority(Split.TEST)).isTrue();
        assertThat(CARD).doesNotContain("not above majority");
        TrainedModel weak = SampleModels.withTestScore(
                SPARSE, 1, task.majority(Split.TEST) + 0.9 * task.majorityMargin(Split.TEST));
        assertThat(rows(ModelCard.text(weak), "Scores").stream().map(List::getLast))
                .containsExactly("", "", "**not above majority**", "", "");
    }

    /** The fourth cell has the escaped labels, the last cells have the numbers of examples. */
    @Test
    void tasksAreDescribedAndEscaped() {
        List<List<String>> rows = rows(CARD, "Tasks");
        assertThat(rows.getFirst())
                .containsExactly(
                        "`hostile`",
                        "Is &lt;b&gt;x&lt;/b&gt; \\| y &amp; \\`z\\`? Two \\*lines\\*"
                                + " &lt;script&gt;alert(1)&lt;/script&gt;",
                        "a text",
                        "a\\|b, &lt;img src=x&gt;, new line, \\*\\*bold\\*\\* \\[link\\](http\\://x)",
                        "108",
                        "108",
                        "108");
        assertThat(rows.get(1).get(3))
                .startsWith("label 0, label 1, ")
                .endsWith("label 9 and 140 more, in `tasks.json`");
        assertThat(rows.get(2).get(2)).isEqualTo("two texts");
        assertThat(rows.get(2).get(3)).isEqualTo("a score from 0.0 to 5.0");
    }

    @Test
    void aDenseModelHasNoExpertsAndNoProbe() {
        String card = ModelCard.text(SampleModels.of(Method.DENSE_MTL, 700, false, SampleModels.labels("alone", 2)));
        assertThat(card).doesNotContain("experts").contains("Linear probe: not measured.");
        assertThat(rows(card, "Scores").getFirst().get(5)).isEqualTo("–");
    }

    @Test
    void theLastModelIsNotCalledTheBest() {
        TrainedModel last = SampleModels.of(Method.TASK_GATE_MOE, 1000, true, SampleModels.labels("alone", 2));
        assertThat(ModelCard.text(last))
                .contains("# sample/last")
                .contains("Kept from step 1000 of 1000, the last step; the mean score on dev was highest at step 700.")
                .contains("was not chosen by a score");
        assertThat(CARD)
                .contains("# sample\n")
                .contains("Kept from step 700 of 1000, the step with the highest mean score on dev.");
    }

    /** The snippet of each kind of task is compiled against the classes of this project. */
    @Test
    void theJavaSnippetCompiles(@TempDir Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        for (Task task : List.of(SampleModels.labels("one-text", 2), SampleModels.scores("two-texts"))) {
            Path source = folder.resolve("Use.java");
            Files.writeString(source, """
                    import java.nio.file.*;
                    import java.util.*;
                    import panamoe.trainer.product.*;
                    class Use {
                        void use() {
                            %s
                        }
                    }
                    """.formatted(new ModelUse(KeptTask.of(task, 0)).java()));
            int exit = compiler.run(
                    null,
                    null,
                    null,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    folder.toString(),
                    source.toString());
            assertThat(exit).as(task.name()).isZero();
        }
    }
}
