package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import panamoe.trainer.product.evaluation.TaskEvaluation;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;

class EvaluationTableTest {

    /** The table of n labels: label i is answered right once, and as the next label i times. */
    private static List<String> lines(int n) {
        Task task = new Task(
                "many",
                "tiny",
                Lists.immutable.fromStream(IntStream.range(0, n).mapToObj(i -> "label" + i)),
                false,
                "Which?");
        Confusion answers = new Confusion(n);
        for (int label = 0; label < n; label++) {
            answers.add(label, label);
            for (int i = 0; i < label; i++) {
                answers.add(label, (label + 1) % n);
            }
        }
        String text = EvaluationTable.of(
                new TaskEvaluation(KeptTask.of(task, 0), Split.DEV, 9, Map.of("accuracy", 0.5), 0.25, answers));
        return text.lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
    }

    @Test
    void twelveLabelsHaveATableOfAllAnswers() {
        assertThat(lines(12))
                .contains(
                        "many: single, 9 dev examples",
                        "accuracy 0.5000",
                        "baseline 0.2500 accuracy without a look at the texts",
                        "label3 0.333 0.250 0.286 4",
                        "right, answered: 1 2 3 4 5 6 7 8 9 10 11 12",
                        "4 label3 0 0 0 1 3 0 0 0 0 0 0 0");
    }

    @Test
    void moreLabelsHaveTheMostFrequentConfusions() {
        List<String> lines = lines(14);
        assertThat(lines).noneMatch(line -> line.startsWith("right, answered:"));
        assertThat(lines.subList(lines.indexOf("right answered count"), lines.size()))
                .startsWith("right answered count", "label13 label0 13", "label12 label13 12", "label11 label12 11")
                .contains("label4 label5 4", "and 3 other pairs of labels")
                .doesNotContain("label3 label4 3");
    }
}
