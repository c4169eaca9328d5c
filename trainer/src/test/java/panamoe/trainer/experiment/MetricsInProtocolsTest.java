package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.Environment;
import panamoe.trainer.experiment.lowresource.LowResourceDetails;
import panamoe.trainer.experiment.lowresource.LowResourceTransfer;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.robustness.RobustnessDetails;
import panamoe.trainer.experiment.robustness.UnrelatedTaskRobustness;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;
import panamoe.trainer.experiment.unseen.UnseenTaskGeneralization;
import panamoe.trainer.report.html.HtmlReport;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.files.ManifestSuite;

/** Runs regression tasks and tasks with other metrics than accuracy through all protocols to the report. */
class MetricsInProtocolsTest {

    @TempDir
    private Path temporary;

    /** The tiny suite with other metrics for the targets of the protocols and for the unrelated tasks. */
    private static Suite mixed() {
        Suite tiny = new TinyWorld.TinySuite();
        return new ManifestSuite(
                "mixed",
                "0",
                tiny.tasks().collect(data -> switch (data.task().name()) {
                    case "low", "new-a" -> scored(data);
                    case "new-b" -> judgedBy(data, Metric.MACRO_F1);
                    default -> data;
                }),
                tiny.unrelated().collect(data -> judgedBy(data, Metric.MATTHEWS, Metric.F1)),
                tiny.lowResourceTargets(),
                tiny.unseenTargets());
    }

    private static TaskData judgedBy(TaskData data, Metric... metrics) {
        Task task = data.task();
        return new TaskData(
                new Task(
                        task.name(),
                        task.family(),
                        task.labels(),
                        false,
                        task.description(),
                        Lists.immutable.with(metrics),
                        null),
                data.train(),
                data.dev(),
                data.test());
    }

    /** The data as a regression task: the label becomes the score. */
    private static TaskData scored(TaskData data) {
        Task task = new Task(
                data.task().name(),
                data.task().family(),
                Lists.immutable.empty(),
                false,
                data.task().description(),
                Lists.immutable.with(Metric.PEARSON, Metric.SPEARMAN),
                new ScoreRange(0, 1));
        return new TaskData(task, scored(data.train()), scored(data.dev()), scored(data.test()));
    }

    private static ImmutableList<Example> scored(ImmutableList<Example> examples) {
        return examples.collect(example -> Example.scored(example.text(), null, example.label()));
    }

    private Results run() throws IOException {
        try (Backend backend = Backends.create("scalar", 1)) {
            open(backend, false).run(TinyWorld.NO_LISTENER);
            // the results are read from the folder
            return open(backend, true).results();
        }
    }

    private Experiment open(Backend backend, boolean resume) throws IOException {
        RunSettings settings = TinyWorld.settings(1, 2);
        return Experiment.open(
                settings,
                mixed(),
                new SharedEncoder(TinyWorld::pretrained, backend),
                new Environment("jdk", "cpu", 1, 0, "scalar", "unknown"),
                RunFolder.open(temporary, settings, resume));
    }

    @Test
    void everyTaskIsReportedInItsMetrics() throws IOException {
        Results results = run();

        LowResourceDetails low = details(results, LowResourceTransfer.NAME, LowResourceDetails.class, "task-gate-moe");
        assertThat(low.cells()).extracting(LowResourceDetails.Cell::metric).containsOnly("pearson");
        UnseenTaskDetails unseen =
                details(results, UnseenTaskGeneralization.NAME, UnseenTaskDetails.class, "dense-mtl");
        assertThat(unseen.targets())
                .extracting(target -> target.name() + " " + target.metric())
                .containsExactly("new-a pearson", "new-b macro-f1");
        RobustnessDetails robustness =
                details(results, UnrelatedTaskRobustness.NAME, RobustnessDetails.class, "dense-mtl");
        assertThat(robustness.joint().oldTasks())
                .extracting(task -> task.task() + " " + task.metric())
                .containsExactly("seen-a accuracy", "seen-b accuracy", "low pearson");
        assertThat(results.tasks())
                .extracting(task -> task.task().name() + " " + task.task().metric() + " " + others(task))
                .containsExactly(
                        "seen-a accuracy []",
                        "seen-b accuracy []",
                        "low pearson [spearman]",
                        "new-a pearson [spearman]",
                        "new-b macro-f1 []",
                        "other-a matthews [f1]",
                        "other-b matthews [f1]");
        assertThat(HtmlReport.toHtml(results, Protocols.exhibitions(results)))
                .contains("pearson / spearman", "macro-f1", "matthews / f1");
    }

    private static List<String> others(TaskSummary task) {
        return List.copyOf(task.methods().values().iterator().next().others().keySet());
    }

    private static <D extends Details> D details(Results results, String protocol, Class<D> type, String method) {
        return results.protocols().get(protocol).of(type).scored().get(method);
    }
}
