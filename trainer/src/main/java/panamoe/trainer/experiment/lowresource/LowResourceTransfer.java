package panamoe.trainer.experiment.lowresource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
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
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.Method;

/**
 * Protocol (i): targets are cut to few training examples and trained in a mixture with the other tasks. All targets are cut in the same
 * run. A target has the same number of steps at every size and under every method.
 */
public final class LowResourceTransfer implements Protocol<LowResourceDetails> {

    /** The name of the protocol. */
    public static final String NAME = "low-resource-transfer";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SettingsSection.Key> sections() {
        return List.of(LowResourceSettings.KEY, BaseSettings.KEY);
    }

    @Override
    public Class<LowResourceDetails> details() {
        return LowResourceDetails.class;
    }

    @Override
    public void requireFits(Design design) {
        LowResourceSettings settings = design.settings().section(LowResourceSettings.class);
        if (settings.targets().isEmpty()) {
            design.requireRole(NAME, "low-resource", design.suite().lowResourceTargets());
        }
        ImmutableList<String> tasks =
                design.suite().tasks().collect(data -> data.task().name());
        for (String target : settings.targets()) {
            if (!tasks.contains(target)) {
                throw new UserError("low-resource.targets: \"" + target + "\" is not a related task of "
                        + design.suite().name() + ": expected some of "
                        + tasks.makeString());
            }
        }
        if (design.settings().methods().stream().anyMatch(Method::separatesTasks)) {
            BaseModel.requireFits(design);
        }
        design.requireRoomForAll(() -> LowResourceMixture.exposures(
                design, settings.sizes().getFirst(), design.settings().seeds().getFirst()));
    }

    static int largestSize(RunSettings settings) {
        return settings.section(LowResourceSettings.class).sizes().getLast();
    }

    @Override
    public List<Unit> units(Design design, Method method, long seed) {
        MutableList<Unit> units = Lists.mutable.empty();
        for (int size : design.settings().section(LowResourceSettings.class).sizes()) {
            units.add(new LowResourceMixture(design, method, seed, size));
        }
        if (method.separatesTasks()) { // its mixtures train models of the targets only
            units.add(new OwnModels(design, method, seed));
        }
        return units;
    }

    @Override
    public List<ScoreSource> scoreSources(RunSettings settings) {
        int size = largestSize(settings);
        return List.of(new ScoreSource(
                "mixture, targets cut to " + size,
                false,
                (method, seed) -> LowResourceMixture.key(method, seed, size),
                List.of("low-resource.target-steps", "low-resource.other-steps")));
    }

    @Override
    public ProtocolResult<LowResourceDetails> result(Design design, Finished finished) {
        List<Long> seeds = design.settings().seeds();
        Map<String, MethodResult<LowResourceDetails>> methods = new LinkedHashMap<>();
        for (Method method : design.settings().methods()) {
            LowResourceDetails details = new LowResourceDetails(cells(design, method, finished));
            methods.put(method.name(), new MethodResult.Scored<>(details.score(seeds), details));
        }
        // the course has no routing maps: only protocols that begin with a base model show them
        return ProtocolResult.of(seeds, methods, finished.course(NAME, seeds.getFirst()));
    }

    private static List<LowResourceDetails.Cell> cells(Design design, Method method, Finished finished) {
        MutableList<LowResourceDetails.Cell> cells = Lists.mutable.empty();
        for (String target : LowResourceMixture.targets(design)) {
            for (int size : design.settings().section(LowResourceSettings.class).sizes()) {
                cells.add(new LowResourceDetails.Cell(
                        target,
                        design.metric(target),
                        size,
                        finished.estimate(
                                design.settings().seeds(),
                                seed -> LowResourceMixture.key(method, seed, size),
                                result -> result.score(target))));
            }
        }
        return cells;
    }

    @Override
    public Caption caption(String split) {
        return new Caption(
                "low-resource transfer",
                "Low-resource transfer",
                "low-resource",
                "Low-resource tasks gain more from related tasks",
                "Each target is cut to a few training sizes and trained in a mixture with the other tasks. It has the"
                        + " same number of updates under every method. Score: the metric on the " + split
                        + " split, mean over targets and sizes. Higher is better.",
                Numbers.LEVEL);
    }

    @Override
    public Exhibition exhibition(Caption caption, List<Long> seeds, ProtocolResult<LowResourceDetails> result) {
        return LowResourceExhibits.of(caption, result);
    }
}
