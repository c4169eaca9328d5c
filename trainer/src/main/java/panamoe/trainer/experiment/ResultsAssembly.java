package panamoe.trainer.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Environment;
import panamoe.trainer.experiment.base.BaseModel;
import panamoe.trainer.experiment.lowresource.LowResourceTransfer;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Details;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.RunSettings.Addition;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.robustness.UnrelatedTaskRobustness;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.unseen.UnseenTaskGeneralization;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelCost;
import panamoe.trainer.learner.training.LearningCurve;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingTrend;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;

/** Makes the results of a run from the units that are done; those that are not leave gaps, each with its reason. */
public final class ResultsAssembly {

    private final Design design;
    private final RunSettings settings;
    private final Finished finished;

    /** Assembles from {@code finished}. */
    public ResultsAssembly(Design design, Finished finished) {
        this.design = design;
        this.settings = design.settings();
        this.finished = finished;
    }

    /**
     * All results.
     *
     * @param costs of the methods' models, see {@link Lab#costs}
     */
    public Results results(String encoder, Environment environment, Map<Method, ModelCost> costs) {
        return new Results(
                design.suite().name(),
                encoder,
                settings.preset(),
                settings.split().toString(),
                settings.seeds(),
                environment,
                settings.toMap(),
                costs(costs),
                IntStream.range(0, design.slots().count()).mapToObj(this::task).toList(),
                new Protocols(
                        protocol(LowResourceTransfer.NAME, new LowResourceTransfer(design)),
                        protocol(UnseenTaskGeneralization.NAME, new UnseenTaskGeneralization(design)),
                        protocol(UnrelatedTaskRobustness.NAME, new UnrelatedTaskRobustness(design))));
    }

    private Map<String, Cost> costs(Map<Method, ModelCost> ofModels) {
        Map<String, Cost> costs = new LinkedHashMap<>();
        ofModels.forEach((method, model) -> costs.put(
                method.label(),
                new Cost(
                        model.parameters(),
                        model.activeParameters(),
                        model.flopsPerToken(),
                        finished.estimate(
                                settings.seeds(), seed -> BaseModel.key(method, seed), UnitResult::seconds))));
        return costs;
    }

    private <D extends Details> @Nullable ProtocolResult<D> protocol(String name, Protocol<D> protocol) {
        return settings.protocols().contains(name) ? protocol.result(finished) : null;
    }

    /** A run in which tasks were measured. */
    private record Source(String name, Function<Method, Function<Long, UnitKey>> units) {}

    /** Where tasks are measured, what holds a task in full first. */
    private List<Source> sources() {
        int size = LowResourceTransfer.largestSize(settings);
        return List.of(
                new Source(BaseModel.RUN, method -> seed -> BaseModel.key(method, seed)),
                new Source(
                        "mixture, targets cut to " + size,
                        method -> seed -> LowResourceTransfer.key(method, seed, size)),
                new Source("joint training", method -> seed -> added(method, seed, Addition.JOINT)),
                new Source("added afterwards", method -> seed -> added(method, seed, Addition.SEQUENTIAL)));
    }

    private static UnitKey added(Method method, long seed, Addition form) {
        return UnrelatedTaskRobustness.key(method, seed, form);
    }

    private TaskSummary task(int slot) {
        TaskData data = design.slots().get(slot);
        String source = "not measured";
        Map<String, TaskSummary.Scores> scores = Map.of();
        for (Source candidate : sources()) {
            Map<String, TaskSummary.Scores> found = scores(data.task(), candidate);
            if (!found.isEmpty()) {
                source = candidate.name();
                scores = found;
                break;
            }
        }
        int measured = data.examples(settings.split()).size();
        double baseline = data.baseline(settings.split());
        return TaskSummary.of(
                data.task().name(),
                data.task().family(),
                data.task().metric().label(),
                data.task().labels().size(),
                data.train().size(),
                measured,
                baseline,
                data.task().metric().standardError(baseline, measured),
                source,
                scores);
    }

    /** By method, those that measured the task with at least one seed. */
    private Map<String, TaskSummary.Scores> scores(Task task, Source source) {
        Map<String, TaskSummary.Scores> scores = new LinkedHashMap<>();
        for (Method method : settings.methods()) {
            Function<Long, UnitKey> unit = source.units().apply(method);
            boolean measured = settings.seeds().stream()
                    .flatMap(seed -> finished.get(unit.apply(seed)).stream())
                    .anyMatch(result -> result.measured(task.name()));
            if (measured) {
                scores.put(method.label(), scores(task, unit));
            }
        }
        return scores;
    }

    private TaskSummary.Scores scores(Task task, Function<Long, UnitKey> unit) {
        Map<String, Estimate> others = new LinkedHashMap<>();
        for (Metric metric : task.metrics().drop(1)) {
            others.put(
                    metric.label(),
                    finished.estimate(settings.seeds(), unit, result -> result.score(task.name(), metric.label())));
        }
        return new TaskSummary.Scores(
                finished.estimate(settings.seeds(), unit, result -> result.score(task.name())), others);
    }

    /** The learning curves of a protocol's units with the first seed. */
    public static List<LearningCurve> firstSeedCurves(String protocol, RunSettings settings, Finished finished) {
        return firstSeed(protocol, settings, finished)
                .flatMap(result -> result.curves().stream())
                .toList();
    }

    /** The routing of a protocol's units with the first seed. */
    public static List<RoutingMap> firstSeedRouting(String protocol, RunSettings settings, Finished finished) {
        return firstSeed(protocol, settings, finished)
                .flatMap(result -> result.routing().stream())
                .toList();
    }

    /** How the routing of a protocol's units with the first seed developed. */
    public static List<RoutingTrend> firstSeedTrends(String protocol, RunSettings settings, Finished finished) {
        return firstSeed(protocol, settings, finished)
                .flatMap(result -> result.trends().stream())
                .toList();
    }

    private static Stream<UnitResult> firstSeed(String protocol, RunSettings settings, Finished finished) {
        return finished.inOrder()
                .filter(result -> result.key().protocol().equals(protocol)
                        && result.key().seed() == settings.seeds().getFirst());
    }
}
