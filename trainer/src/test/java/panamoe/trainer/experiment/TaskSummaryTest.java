package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import panamoe.trainer.experiment.statistics.Statistics;
import panamoe.trainer.tasks.Metric;

class TaskSummaryTest {

    private static TaskSummary.Scores scores(double score) {
        return new TaskSummary.Scores(Statistics.estimate(List.of(3L, 4L), score, score), Map.of(), List.of());
    }

    private static TaskSummary.Measured measured(int examples, double baseline) {
        return new TaskSummary.Measured("task", "family", "accuracy", 2, 1000, examples, baseline);
    }

    /** The standard error of the baseline .5 is .025, so the marks change at .55 and .45. */
    @Test
    void aTaskIsMarkedByTwoStandardErrorsOfTheBaseline() {
        TaskSummary task = TaskSummary.of(
                measured(400, 0.5),
                Metric.ACCURACY.margin(0.5, 400),
                "base model",
                Map.of(
                        "single-task", scores(0.551),
                        "dense-mtl", scores(0.549),
                        "shared-gate-moe", scores(0.449),
                        "task-gate-moe", scores(Double.NaN)));

        assertThat(task.methods().values().stream().map(TaskSummary.Score::mark))
                .containsExactly(
                        TaskSummary.Mark.ABOVE, TaskSummary.Mark.AT, TaskSummary.Mark.BELOW, TaskSummary.Mark.UNKNOWN);
    }

    @Test
    void invalidNumbersOfExamplesAndBaselinesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> measured(0, 0.5))
                .withMessage("task task: test size 0: expected at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> measured(400, 1.5))
                .withMessage("task task: baseline 1.5: expected 0..1");
    }
}
