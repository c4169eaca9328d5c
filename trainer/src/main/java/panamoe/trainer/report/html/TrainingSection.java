package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.LearningCurve;

/** The learning curves of the runs, by task. */
final class TrainingSection {

    private TrainingSection() {}

    static DomContent of(ProtocolResult<?> result) {
        return each(
                Groups.by(result.learningCurves(), LearningCurve::run).entrySet(),
                run -> Page.folded("Learning curves: " + run.getKey(), curves(run.getValue())));
    }

    private static DomContent curves(List<LearningCurve> curves) {
        List<DomContent> panels = new ArrayList<>();
        Groups.by(curves, LearningCurve::task)
                .forEach((task, ofTask) -> panels.add(Page.panel(
                        task,
                        LineChart.overSteps(
                                "Loss on " + task + " over training steps", "loss", lines(ofTask), List.of()))));
        List<Look> looks = Method.inOrder(
                        curves.stream().map(LearningCurve::method).toList())
                .stream()
                .map(Look::ofMethod)
                .toList();
        return each(
                p("With markers: loss on the dev split. Thin: loss on the training batches. Seed "
                        + Numbers.list(curves.stream()
                                .map(LearningCurve::seed)
                                .distinct()
                                .sorted()
                                .toList())
                        + "."),
                Page.legend(looks),
                Page.panels(panels));
    }

    private static List<LineChart.Line> lines(List<LearningCurve> curves) {
        List<LineChart.Line> lines = new ArrayList<>();
        for (LearningCurve curve : curves) {
            Look look = Look.ofMethod(curve.method());
            lines.add(new LineChart.Line(look, points(curve, LearningCurve.Point::trainLoss, "train"), true));
            lines.add(new LineChart.Line(look, points(curve, LearningCurve.Point::devLoss, "dev"), false));
        }
        return lines;
    }

    private static List<LineChart.Point> points(
            LearningCurve curve, Function<LearningCurve.Point, @Nullable Double> loss, String split) {
        return curve.points().stream()
                .map(point -> point(point.step(), loss.apply(point), split))
                .filter(Objects::nonNull)
                .toList();
    }

    private static LineChart.@Nullable Point point(int step, @Nullable Double loss, String split) {
        return loss == null
                ? null
                : new LineChart.Point(
                        step, loss, null, split + " loss at step " + step + ": " + Numbers.LEVEL.of(loss));
    }
}
