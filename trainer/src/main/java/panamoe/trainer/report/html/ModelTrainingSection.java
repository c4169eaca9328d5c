package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.experiment.exhibit.Series;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.DevEvaluation;
import panamoe.trainer.product.training.LossCurve;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.tasks.Split;

/** The training of a model: losses and scores over the steps. */
final class ModelTrainingSection {

    /** The most tasks with open charts. If there are more tasks, the charts are folded. */
    private static final int MOST_OPEN = 6;

    private final TrainedModel model;

    private ModelTrainingSection(TrainedModel model) {
        this.model = model;
    }

    static DomContent of(TrainedModel model) {
        return new ModelTrainingSection(model).drawn();
    }

    private DomContent drawn() {
        List<KeptTask> tasks = model.kept().tasks();
        List<DomContent> losses = IntStream.range(0, tasks.size())
                .mapToObj(slot -> loss(tasks.get(slot), model.losses().get(slot)))
                .toList();
        List<DomContent> scores = tasks.stream().map(this::scores).toList();
        return section(
                        h2("Training"),
                        p("The dashed line marks the step of this model."),
                        tasks.size() > 1 ? Page.panels(List.of(mean())) : each(),
                        group(
                                "Score on dev, by task",
                                each(p(baselines()), Page.legend(legend()), Page.panels(scores)),
                                tasks.size()),
                        group("Loss in training, by task", each(p(lossLines()), Page.panels(losses)), tasks.size()))
                .withId("training");
    }

    private static DomContent group(String title, DomContent content, int tasks) {
        return tasks > MOST_OPEN ? Page.folded(title, content) : each(h3(title), content);
    }

    private DomContent mean() {
        return Page.panel(
                "Mean of the tasks' main metrics on dev",
                chart(
                        "Mean score on dev over training steps",
                        "mean",
                        List.of(new LineChart.Line(
                                look("mean", 0), points("mean score on dev", DevEvaluation::mean), false))));
    }

    private DomContent loss(KeptTask task, LossCurve curve) {
        Look look = look("mean loss", 0);
        List<LineChart.Point> steps = curve.points().stream()
                .map(point -> new LineChart.Point(point.step(), point.loss(), null, ""))
                .toList();
        return Page.panel(
                task.name(),
                chart(
                        "Loss on " + task.name() + " over training steps",
                        "loss",
                        List.of(
                                new LineChart.Line(look, steps, true),
                                new LineChart.Line(
                                        look,
                                        points(
                                                "loss",
                                                evaluation ->
                                                        evaluation.losses().get(task.name())),
                                        false))));
    }

    private DomContent scores(KeptTask task) {
        List<LineChart.Line> lines = new ArrayList<>();
        lines.add(level("majority", 0, task.majority(Split.DEV)));
        Double probe = task.linearProbe(Split.DEV);
        if (probe != null) {
            lines.add(level("linear probe", 1, probe));
        }
        for (int i = 0; i < task.metrics().size(); i++) {
            String metric = task.metrics().get(i);
            lines.add(new LineChart.Line(
                    look(metric, i),
                    points(
                            metric + " on dev",
                            evaluation ->
                                    Lookup.in(evaluation.metrics(), task.name()).get(metric)),
                    false));
        }
        return Page.panel(
                task.name() + ": " + String.join(", ", task.metrics()),
                chart(
                        "Score on dev of " + task.name() + " over training steps",
                        task.metrics().getFirst(),
                        lines));
    }

    private LineChart.Line level(String name, int number, double level) {
        return new LineChart.Line(
                Look.ofBaseline(name, number),
                Stream.of(0, model.steps())
                        .map(step -> new LineChart.Point(step, level, null, ""))
                        .toList(),
                true);
    }

    private List<Look> legend() {
        List<KeptTask> tasks = model.kept().tasks();
        int metrics =
                tasks.stream().mapToInt(task -> task.metrics().size()).max().orElseThrow();
        List<String> names = List.of("main metric", "second metric", "third metric", "fourth metric");
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < metrics; i++) {
            looks.add(look(names.get(i), i));
        }
        return looks;
    }

    private String lossLines() {
        return (model.steps() > LossCurve.PARTS
                        ? "Thin: the mean over each hundredth of the steps."
                        : "Thin: each step.")
                + " Markers: the mean since the previous evaluation.";
    }

    private String baselines() {
        boolean probed = model.kept().tasks().stream().anyMatch(task -> task.linearProbe(Split.DEV) != null);
        return "Thin and dashed: the majority baseline, the best score without reading the texts."
                + (probed ? " Thin and dotted: a linear probe." : "");
    }

    private Look look(String name, int number) {
        return Look.of(new Series.OfVariant(model.settings().method().name(), name, number));
    }

    private Svg chart(String description, String unit, List<LineChart.Line> lines) {
        return LineChart.overSteps(
                description, unit, lines, List.of(), new LineChart.Run(model.steps(), model.bestStep()));
    }

    /** One point for each evaluation with a finite value; the others are left out. */
    private List<LineChart.Point> points(String name, Function<DevEvaluation, @Nullable Double> value) {
        List<LineChart.Point> points = new ArrayList<>();
        for (DevEvaluation evaluation : model.evaluations()) {
            Double y = value.apply(evaluation);
            if (y != null && Double.isFinite(y)) {
                points.add(new LineChart.Point(
                        evaluation.step(),
                        y,
                        null,
                        name + " at step " + evaluation.step() + ": " + Numbers.LEVEL.of(y)));
            }
        }
        return points;
    }
}
