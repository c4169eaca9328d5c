package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingTrend;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.DevEvaluation;
import panamoe.trainer.product.training.TrainedModel;

/** The expert use of the tasks of a sparse model, and its course during training. */
final class ModelRoutingSection {

    private ModelRoutingSection() {}

    static DomContent of(TrainedModel model) {
        List<RoutingMap> kept = model.evaluation().routing();
        List<RoutingTrend> trends =
                IntStream.range(0, kept.size()).mapToObj(i -> trend(model, i)).toList();
        return section(
                        h2("Routing"),
                        p(RoutingSection.EXPLANATION + " Measured on dev examples of each task."),
                        each(kept, RoutingPictures::of),
                        h3("Routing during training"),
                        TrendPictures.of(trends, "at step"))
                .withId("routing");
    }

    /** The routing of one layer at all evaluations. */
    private static RoutingTrend trend(TrainedModel model, int layer) {
        RoutingMap kept = model.evaluation().routing().get(layer);
        List<String> tasks = model.kept().tasks().stream().map(KeptTask::name).toList();
        List<RoutingTrend.Point> points = new ArrayList<>();
        for (DevEvaluation evaluation : model.evaluations()) {
            RoutingMap map = evaluation.routing().get(layer);
            List<List<Double>> loads = new ArrayList<>();
            List<@Nullable Double> entropies = new ArrayList<>();
            for (String task : tasks) {
                int row = map.tasks().indexOf(task);
                loads.add(row < 0 ? List.of() : map.load().get(row));
                entropies.add(row < 0 ? null : map.entropy().get(row));
            }
            points.add(new RoutingTrend.Point(evaluation.step(), loads, entropies, map.summary()));
        }
        return new RoutingTrend(kept.label(), kept.layer(), tasks, points);
    }
}
