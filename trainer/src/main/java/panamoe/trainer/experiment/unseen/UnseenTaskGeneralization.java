package panamoe.trainer.experiment.unseen;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import panamoe.trainer.common.UserError;
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
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.Method;
import panamoe.trainer.tasks.UnseenTarget;

/**
 * Protocol (ii): a target that the base model was trained without is learned from few examples. Only the part of the model that {@link
 * UnseenSettings#train} names is trained. A method that separates tasks has no base model and begins with the pretrained encoder.
 */
public final class UnseenTaskGeneralization implements Protocol<UnseenTaskDetails> {

    /** The name of the protocol. */
    public static final String NAME = "unseen-task-generalization";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SettingsSection.Key> sections() {
        return List.of(BaseSettings.KEY, UnseenSettings.KEY);
    }

    @Override
    public Class<UnseenTaskDetails> details() {
        return UnseenTaskDetails.class;
    }

    @Override
    public void requireFits(Design design) {
        design.requireRole(NAME, "unseen", design.suite().unseenTargets());
        BaseModel.requireFits(design);
        List<GateStart> starts = design.settings().section(UnseenSettings.class).starts();
        boolean blends = starts.contains(GateStart.BLEND);
        for (Method method : design.settings().methods()) {
            if (method.hasTaskGates()) {
                design.suite().unseenTargets().forEach(target -> requireSources(target, starts));
            }
            if (blends && method.hasTaskGates() && method.hasPrivateExperts()) {
                throw new UserError("unseen.starts has blend, and " + method
                        + " has experts per task, which cannot be blended: leave out one of the two");
            }
        }
    }

    private static void requireSources(UnseenTarget target, List<GateStart> starts) {
        if (starts.contains(GateStart.RELATED) && target.related() == null) {
            throw missing(target, GateStart.RELATED, "related");
        }
        if (starts.contains(GateStart.WRONG) && target.unrelated() == null) {
            throw missing(target, GateStart.WRONG, "unrelated");
        }
    }

    private static UserError missing(UnseenTarget target, GateStart start, String key) {
        return new UserError(
                "unseen.starts has %s, and roles.unseen of the manifest names no %s task for %s: name one, or leave out %s"
                        .formatted(start.label(), key, target.target(), start.label()));
    }

    @Override
    public List<Unit> units(Design design, Method method, long seed) {
        MutableList<Unit> units = Lists.mutable.empty();
        units.add(OwnModels.orBaseModel(design, method, seed));
        design.suite().unseenTargets().forEach(target -> units.add(new FewShot(design, method, seed, target)));
        return units;
    }

    @Override
    public List<ScoreSource> scoreSources(RunSettings settings) {
        return List.of(BaseModel.measured());
    }

    @Override
    public ProtocolResult<UnseenTaskDetails> result(Design design, Finished finished) {
        List<Long> seeds = design.settings().seeds();
        UnseenSettings settings = design.settings().section(UnseenSettings.class);
        Map<String, MethodResult<UnseenTaskDetails>> methods = new LinkedHashMap<>();
        for (Method method : design.settings().methods()) {
            boolean gates = method.hasTaskGates();
            List<UnseenTaskDetails.Target> targets = design.suite()
                    .unseenTargets()
                    .collect(target -> new UnseenTaskDetails.Target(
                            target.target(),
                            design.metric(target.target()),
                            gates ? target.related() : null,
                            gates ? target.unrelated() : null))
                    .castToList();
            UnseenTaskDetails details = UnseenTaskDetails.of(
                    seeds, GateStart.of(method, settings).getFirst(), targets, cells(design, method, finished));
            methods.put(method.name(), new MethodResult.Scored<>(details.score(), details));
        }
        return ProtocolResult.of(seeds, methods, finished.course(BaseModel.NAME, seeds.getFirst()));
    }

    private static List<UnseenTaskDetails.Cell> cells(Design design, Method method, Finished finished) {
        UnseenSettings settings = design.settings().section(UnseenSettings.class);
        MutableList<UnseenTaskDetails.Cell> cells = Lists.mutable.empty();
        for (UnseenTarget target : design.suite().unseenTargets()) {
            for (GateStart start : GateStart.of(method, settings)) {
                for (int shots : settings.shots()) {
                    Estimate overDraws = finished.estimate(
                            design.settings().seeds(),
                            seed -> FewShot.key(method, seed, target),
                            result -> FewShot.meanScore(result, start, shots));
                    cells.add(new UnseenTaskDetails.Cell(target.target(), start, shots, overDraws));
                }
            }
        }
        return cells;
    }

    @Override
    public Caption caption(String split) {
        return new Caption(
                "unseen-task generalization",
                "Unseen task",
                "unseen-task",
                "An unseen task is learned from fewer examples",
                "A base model is trained without the targets. Then each target is learned from few examples (shots). Score:"
                        + " the area under the curve of the metric over log2(shots), divided by the width of the curve, mean over"
                        + " targets. Higher is better.",
                Numbers.LEVEL);
    }

    @Override
    public Exhibition exhibition(Caption caption, List<Long> seeds, ProtocolResult<UnseenTaskDetails> result) {
        return UnseenTaskExhibits.of(caption, seeds, result);
    }
}
