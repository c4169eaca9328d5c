package panamoe.trainer.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import panamoe.trainer.experiment.base.BaseModel;
import panamoe.trainer.experiment.base.OwnModels;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.ScoreSource;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.learner.Method;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.Task;

/**
 * The scores of a task under each method, and the run that they come from.
 *
 * @param source the run, in words for a reader
 * @param scores scores by method
 * @param steps settings that decide how long the measured models train, as in {@link ScoreSource}
 */
record MeasuredTask(String source, Map<String, TaskSummary.Scores> scores, List<String> steps) {

    private static final MeasuredTask NOT_MEASURED = new MeasuredTask("not measured", Map.of(), List.of());

    /**
     * Takes the scores from the first source in which a multi-task model measured the task. Methods that separate tasks add the scores of
     * the task's own models.
     */
    static MeasuredTask find(RunSettings settings, Finished finished, Task task) {
        Finder finder = new Finder(settings, finished, task);
        return Protocols.scoreSources(settings)
                .collect(finder::in)
                .detectOptional(Optional::isPresent)
                .orElseGet(finder::ownModels)
                .orElse(NOT_MEASURED);
    }

    private record Finder(RunSettings settings, Finished finished, Task task) {

        Optional<MeasuredTask> in(ScoreSource source) {
            boolean measured = settings.methods().stream()
                    .filter(method -> !method.separatesTasks())
                    .anyMatch(method -> measures(seed -> source.units().of(method, seed)));
            return measured ? Optional.of(of(source)) : Optional.empty();
        }

        private MeasuredTask of(ScoreSource source) {
            Map<String, TaskSummary.Scores> scores = new LinkedHashMap<>();
            String name = source.name();
            for (Method method : settings.methods()) {
                Function<Long, UnitKey> there = seed -> source.units().of(method, seed);
                Function<Long, UnitKey> own = seed -> BaseModel.key(method, seed);
                if (measures(there) || isDiverged(there)) {
                    scores.put(method.name(), scores(there));
                } else if (method.separatesTasks() && (measures(own) || isDiverged(own))) {
                    scores.put(method.name(), scores(own));
                    name += "; " + method.name() + ": " + OwnModels.RUN;
                }
            }
            return new MeasuredTask(name, scores, source.steps());
        }

        Optional<MeasuredTask> ownModels() {
            Map<String, TaskSummary.Scores> scores = new LinkedHashMap<>();
            settings.methods().stream().filter(Method::separatesTasks).forEach(method -> {
                Function<Long, UnitKey> own = seed -> BaseModel.key(method, seed);
                if (measures(own)) {
                    scores.put(method.name(), scores(own));
                }
            });
            return scores.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MeasuredTask(OwnModels.RUN, scores, List.of()));
        }

        private List<UnitResult> results(Function<Long, UnitKey> unit) {
            return settings.seeds().stream()
                    .flatMap(seed -> finished.get(unit.apply(seed)).stream())
                    .toList();
        }

        /** True if the unit of at least one seed measured the task. */
        private boolean measures(Function<Long, UnitKey> unit) {
            return results(unit).stream().anyMatch(result -> result.measured(task.name()));
        }

        /** True if there are finished units and the models of all of them diverged. */
        private boolean isDiverged(Function<Long, UnitKey> unit) {
            List<UnitResult> results = results(unit);
            return !results.isEmpty() && results.stream().allMatch(result -> result.diverged() != null);
        }

        private TaskSummary.Scores scores(Function<Long, UnitKey> unit) {
            Map<String, Estimate> others = new LinkedHashMap<>();
            for (Metric metric : task.metrics().drop(1)) {
                others.put(
                        metric.label(),
                        finished.estimate(settings.seeds(), unit, result -> result.score(task.name(), metric.label())));
            }
            return new TaskSummary.Scores(
                    finished.estimate(settings.seeds(), unit, result -> result.score(task.name())),
                    others,
                    classes(unit));
        }

        private List<ClassResult> classes(Function<Long, UnitKey> unit) {
            List<Optional<Confusion>> answers = results(unit).stream()
                    .filter(result -> result.measured(task.name()))
                    .map(result -> result.answers(task.name()))
                    .toList();
            return answers.isEmpty() || answers.contains(Optional.<Confusion>empty())
                    ? List.of()
                    : answers.stream()
                            .map(Optional::orElseThrow)
                            .reduce(Confusion::plus)
                            .map(all -> ClassResult.of(task.labels(), all))
                            .orElseThrow();
        }
    }
}
