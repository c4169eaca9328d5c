package panamoe.trainer.experiment.unseen;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.ResultsAssembly;
import panamoe.trainer.experiment.base.BaseModel;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.learner.Method;
import panamoe.trainer.tasks.UnseenTarget;

/**
 * Protocol (ii): a target that the base model was trained without is learnt from few examples, with everything frozen but its
 * own head and gates. A single-task method has no base model: its head is learnt on the pretrained encoder as it is.
 */
public record UnseenTaskGeneralization(Design design) implements Protocol<UnseenTaskDetails> {

    public static final String NAME = Protocols.UNSEEN_TASK;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Unit> units(Method method, long seed) {
        MutableList<Unit> units = Lists.mutable.empty();
        if (method != Method.SINGLE_TASK) {
            units.add(new BaseModel(design, method, seed));
        }
        design.suite().unseenTargets().forEach(target -> units.add(new FewShot(design, method, seed, target)));
        return units;
    }

    static UnitKey key(Method method, long seed, UnseenTarget target) {
        return new UnitKey(NAME, method.label(), seed, target.target());
    }

    /** The starts that a method can tell apart, the one it is scored by first. */
    static List<GateStart> starts(Method method) {
        return method.hasTaskGates()
                ? List.of(GateStart.RELATED, GateStart.WRONG, GateStart.FRESH)
                : List.of(GateStart.NONE);
    }

    @Override
    public ProtocolResult<UnseenTaskDetails> result(Finished finished) {
        RunSettings settings = design.settings();
        Map<String, MethodResult<UnseenTaskDetails>> methods = new LinkedHashMap<>();
        for (Method method : settings.methods()) {
            boolean gates = method.hasTaskGates();
            List<UnseenTaskDetails.Target> targets = design.suite()
                    .unseenTargets()
                    .collect(target -> new UnseenTaskDetails.Target(
                            target.target(),
                            design.metric(target.target()),
                            gates ? target.related() : null,
                            gates ? target.unrelated() : null))
                    .castToList();
            UnseenTaskDetails details =
                    UnseenTaskDetails.of(settings.seeds(), starts(method).getFirst(), targets, cells(method, finished));
            methods.put(method.label(), new MethodResult.Scored<>(details.score(), details));
        }
        return ProtocolResult.of(
                settings.seeds(),
                methods,
                ResultsAssembly.firstSeedCurves(BaseModel.NAME, settings, finished),
                ResultsAssembly.firstSeedRouting(BaseModel.NAME, settings, finished),
                ResultsAssembly.firstSeedTrends(BaseModel.NAME, settings, finished));
    }

    private List<UnseenTaskDetails.Cell> cells(Method method, Finished finished) {
        RunSettings settings = design.settings();
        MutableList<UnseenTaskDetails.Cell> cells = Lists.mutable.empty();
        for (UnseenTarget target : design.suite().unseenTargets()) {
            for (GateStart start : starts(method)) {
                for (int shots : settings.unseen().shots()) {
                    Estimate overDraws = finished.estimate(
                            settings.seeds(), seed -> key(method, seed, target), result -> mean(result, start, shots));
                    cells.add(new UnseenTaskDetails.Cell(target.target(), start, shots, overDraws));
                }
            }
        }
        return cells;
    }

    private static double mean(UnitResult result, GateStart start, int shots) {
        return result.fewShot().stream()
                .filter(score -> score.start() == start && score.shots() == shots)
                .mapToDouble(UnitResult.FewShotScore::value)
                .average()
                .orElseThrow(() -> new IllegalStateException(result.key() + " has no score with " + shots + " shots"));
    }
}
