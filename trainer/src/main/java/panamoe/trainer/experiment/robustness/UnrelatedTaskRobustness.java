package panamoe.trainer.experiment.robustness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.base.BaseModel;
import panamoe.trainer.experiment.base.BaseSettings;
import panamoe.trainer.experiment.base.OwnModels;
import panamoe.trainer.experiment.protocol.Caption;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.ScoreSource;
import panamoe.trainer.experiment.protocol.SettingsSection;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.robustness.RobustnessSettings.Addition;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.Method;

/**
 * Protocol (iii): unrelated tasks are added to the tasks of the base model. They are trained afterwards without replay, or together with
 * the others from the start.
 */
public final class UnrelatedTaskRobustness implements Protocol<RobustnessDetails> {

    /** The name of the protocol. */
    public static final String NAME = "unrelated-task-robustness";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SettingsSection.Key> sections() {
        return List.of(BaseSettings.KEY, RobustnessSettings.KEY);
    }

    @Override
    public Class<RobustnessDetails> details() {
        return RobustnessDetails.class;
    }

    @Override
    public void requireFits(Design design) {
        design.requireRole(NAME, "unrelated", design.suite().unrelated());
        BaseModel.requireFits(design);
    }

    private static List<Addition> forms(RunSettings settings) {
        return settings.section(RobustnessSettings.class).forms();
    }

    @Override
    public List<Unit> units(Design design, Method method, long seed) {
        MutableList<Unit> units = Lists.mutable.empty();
        units.add(OwnModels.orBaseModel(design, method, seed));
        if (!method.separatesTasks()) {
            forms(design.settings()).forEach(form -> units.add(new AddedTasks(design, method, seed, form)));
        }
        return units;
    }

    @Override
    public List<ScoreSource> scoreSources(RunSettings settings) {
        return Stream.concat(
                        Stream.of(BaseModel.measured()),
                        Stream.of(Addition.JOINT, Addition.SEQUENTIAL)
                                .filter(forms(settings)::contains)
                                .map(UnrelatedTaskRobustness::scoreSource))
                .toList();
    }

    private static ScoreSource scoreSource(Addition form) {
        String run = switch (form) {
            case JOINT -> "joint training";
            case SEQUENTIAL -> "added afterwards";
        };
        // names no settings of steps: some unrelated tasks cannot be learned by design, so more steps would not help
        return new ScoreSource(run, false, (method, seed) -> AddedTasks.key(method, seed, form), List.of());
    }

    @Override
    public ProtocolResult<RobustnessDetails> result(Design design, Finished finished) {
        List<Long> seeds = design.settings().seeds();
        Map<String, MethodResult<RobustnessDetails>> methods = new LinkedHashMap<>();
        for (Method method : design.settings().methods()) {
            if (method.separatesTasks()) {
                methods.put(
                        method.name(),
                        new MethodResult.NotApplicable<>(
                                "every task has a separate model, so added tasks do not change the others"));
                continue;
            }
            RobustnessDetails details = new RobustnessDetails(
                    form(design, method, Addition.SEQUENTIAL, finished),
                    form(design, method, Addition.JOINT, finished));
            methods.put(method.name(), new MethodResult.Scored<>(details.score(), details));
        }
        return ProtocolResult.of(seeds, methods, finished.course(NAME, seeds.getFirst()));
    }

    private static RobustnessDetails.@Nullable Form form(
            Design design, Method method, Addition form, Finished finished) {
        if (!forms(design.settings()).contains(form)) {
            return null;
        }
        List<Long> seeds = design.settings().seeds();
        ScoreSource.Units after = (m, seed) -> AddedTasks.key(m, seed, form);
        List<RobustnessDetails.OldTask> old = names(design, design.seenTasks())
                .map(task -> RobustnessDetails.OldTask.of(
                        seeds,
                        task,
                        design.metric(task),
                        score(seeds, task, finished, BaseModel::key, method),
                        score(seeds, task, finished, after, method)))
                .toList();
        List<RobustnessDetails.NewTask> added = names(design, design.unrelatedTasks())
                .map(task -> new RobustnessDetails.NewTask(
                        task, design.metric(task), score(seeds, task, finished, after, method)))
                .toList();
        return RobustnessDetails.Form.of(seeds, old, added);
    }

    private static Stream<String> names(Design design, int[] tasks) {
        return IntStream.of(tasks).mapToObj(design.slots()::name);
    }

    private static Estimate score(
            List<Long> seeds, String task, Finished finished, ScoreSource.Units units, Method method) {
        return finished.estimate(seeds, seed -> units.of(method, seed), result -> result.score(task));
    }

    @Override
    public Caption caption(String split) {
        return new Caption(
                "unrelated-task robustness",
                "Unrelated tasks added",
                "robustness",
                "Added unrelated tasks harm the old ones less",
                "Unrelated tasks are added to a trained model. Score: the metric after − before, mean over the old tasks, in"
                        + " the sequential form; in the joint form if only that was run. 0 means no harm, a negative score means"
                        + " forgetting. Higher is better.",
                Numbers.CHANGE);
    }

    @Override
    public Exhibition exhibition(Caption caption, List<Long> seeds, ProtocolResult<RobustnessDetails> result) {
        return RobustnessExhibits.of(caption, result);
    }
}
