package panamoe.trainer.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.IntStream;
import panamoe.trainer.common.Environment;
import panamoe.trainer.experiment.base.BaseModel;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.statistics.Statistics;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelCost;
import panamoe.trainer.tasks.TaskData;

/** Assembles the results of a run from its finished units. An unfinished unit leaves a missing value with a reason. */
final class ResultsAssembly {

    private final Design design;
    private final RunSettings settings;
    private final Finished finished;

    /** An assembly from the units in {@code finished}. */
    ResultsAssembly(Design design, Finished finished) {
        this.design = design;
        this.settings = design.settings();
        this.finished = finished;
    }

    /**
     * The results of the run.
     *
     * @param encoder name of the pretrained encoder
     * @param costs cost of a model by method, see {@link Lab#costs}
     */
    Results results(String encoder, Environment environment, Map<Method, ModelCost> costs) {
        List<TrainingNotes.Judged> tasks =
                IntStream.range(0, design.slots().count()).mapToObj(this::task).toList();
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
                tasks.stream().map(TrainingNotes.Judged::task).toList(),
                notes(tasks),
                protocols());
    }

    private List<String> notes(List<TrainingNotes.Judged> tasks) {
        List<String> notes = new ArrayList<>(TrainingNotes.of(settings, tasks));
        SortedSet<Integer> widths = finished.vectorWidths();
        if (widths.size() > 1) {
            notes.add("The units ran on vectors of different widths (" + Numbers.list(List.copyOf(widths))
                    + " bits; 0 bits: plain loops), which round sums differently."
                    + " Differences between scores include this rounding.");
        }
        return notes;
    }

    private Map<String, Cost> costs(Map<Method, ModelCost> ofModels) {
        Map<String, Cost> costs = new LinkedHashMap<>();
        ofModels.forEach((method, model) -> costs.put(
                method.name(),
                new Cost(
                        model.parameters(),
                        model.activeParameters(),
                        model.flopsPerToken(),
                        Statistics.fromZero(finished.estimate(
                                settings.seeds(), seed -> BaseModel.key(method, seed), UnitResult::seconds)))));
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

    private TrainingNotes.Judged task(int slot) {
        TaskData data = design.slots().get(slot);
        int measured = data.examples(settings.split()).size();
        double baseline = data.baseline(settings.split());
        MeasuredTask found = MeasuredTask.find(settings, finished, data.task());
        TaskSummary summary = TaskSummary.of(
                new TaskSummary.Measured(
                        data.task().name(),
                        data.task().family(),
                        data.task().metric().label(),
                        data.task().labels().size(),
                        data.train().size(),
                        measured,
                        baseline),
                data.task().metric().margin(baseline, measured),
                found.source(),
                found.scores());
        return new TrainingNotes.Judged(summary, found.steps());
    }
}
