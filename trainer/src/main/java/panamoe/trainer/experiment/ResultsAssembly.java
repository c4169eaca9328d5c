package panamoe.trainer.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import panamoe.trainer.common.Environment;
import panamoe.trainer.experiment.base.BaseModel;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.ScoreSource;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelCost;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;

/** Makes the results of a run from the units that are done; those that are not leave gaps, each with its reason. */
final class ResultsAssembly {

    private final Design design;
    private final RunSettings settings;
    private final Finished finished;

    /** Assembles from {@code finished}. */
    ResultsAssembly(Design design, Finished finished) {
        this.design = design;
        this.settings = design.settings();
        this.finished = finished;
    }

    /**
     * All results.
     *
     * @param encoder the pretrained encoder's name
     * @param costs of the methods' models, see {@link Lab#costs}
     */
    Results results(String encoder, Environment environment, Map<Method, ModelCost> costs) {
        return new Results(
                new Results.Run(
                        design.suite().name(),
                        encoder + ", layers " + settings.model().firstLayer() + "-"
                                + settings.model().lastLayer() + " trained",
                        settings.preset(),
                        settings.split().toString(),
                        settings.seeds(),
                        environment,
                        SettingsReader.toMap(settings)),
                costs(costs),
                IntStream.range(0, design.slots().count()).mapToObj(this::task).toList(),
                protocols());
    }

    private Map<String, Cost> costs(Map<Method, ModelCost> ofModels) {
        Map<String, Cost> costs = new LinkedHashMap<>();
        ofModels.forEach((method, model) -> costs.put(
                method.name(),
                new Cost(
                        model.parameters(),
                        model.activeParameters(),
                        model.flopsPerToken(),
                        finished.estimate(
                                settings.seeds(), seed -> BaseModel.key(method, seed), UnitResult::seconds))));
        return Method.byName(costs);
    }

    private Map<String, ProtocolResult<?>> protocols() {
        Map<String, ProtocolResult<?>> results = new LinkedHashMap<>();
        for (Protocol<?> protocol : Protocols.ALL) {
            if (settings.protocols().contains(protocol.name())) {
                results.put(protocol.name(), protocol.result(design, finished));
            }
        }
        return results;
    }

    private TaskSummary task(int slot) {
        TaskData data = design.slots().get(slot);
        int measured = data.examples(settings.split()).size();
        double baseline = data.baseline(settings.split());
        String source = "not measured";
        Map<String, TaskSummary.Scores> scores = Map.of();
        for (ScoreSource candidate : Protocols.scoreSources(settings)) {
            Map<String, TaskSummary.Scores> found = scores(data.task(), candidate);
            if (!found.isEmpty()) {
                source = candidate.name();
                scores = found;
                break;
            }
        }
        return TaskSummary.of(
                new TaskSummary.Measured(
                        data.task().name(),
                        data.task().family(),
                        data.task().metric().label(),
                        data.task().labels().size(),
                        data.train().size(),
                        measured,
                        baseline),
                data.task().metric().standardError(baseline, measured),
                source,
                scores);
    }

    /** By method, those that measured the task with at least one seed, and those that did not because all their models diverged. */
    private Map<String, TaskSummary.Scores> scores(Task task, ScoreSource source) {
        Map<String, TaskSummary.Scores> scores = new LinkedHashMap<>();
        boolean measured = false;
        for (Method method : settings.methods()) {
            Function<Long, UnitKey> unit = seed -> source.units().of(method, seed);
            List<UnitResult> units = settings.seeds().stream()
                    .flatMap(seed -> finished.get(unit.apply(seed)).stream())
                    .toList();
            boolean some = units.stream().anyMatch(result -> result.measured(task.name()));
            measured |= some;
            if (some || !units.isEmpty() && units.stream().allMatch(result -> result.diverged() != null)) {
                scores.put(method.name(), scores(task, unit));
            }
        }
        return measured ? scores : Map.of();
    }

    private TaskSummary.Scores scores(Task task, Function<Long, UnitKey> unit) {
        List<Long> seeds = settings.seeds();
        Map<String, Estimate> others = new LinkedHashMap<>();
        for (Metric metric : task.metrics().drop(1)) {
            others.put(
                    metric.label(),
                    finished.estimate(seeds, unit, result -> result.score(task.name(), metric.label())));
        }
        return new TaskSummary.Scores(finished.estimate(seeds, unit, result -> result.score(task.name())), others);
    }
}
