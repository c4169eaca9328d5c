package panamoe.trainer.experiment.robustness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;
import panamoe.moe.GateTransfer;
import panamoe.moe.TaskGate;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.ResultsAssembly;
import panamoe.trainer.experiment.base.BaseModel;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.RunSettings.Addition;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.TrainingHistory;
import panamoe.trainer.learner.training.TrainingSettings;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Exposure;

/**
 * Protocol (iii): unrelated tasks are added to those of the base model, after them and without replay, or together with them
 * from the start.
 */
public record UnrelatedTaskRobustness(Design design) implements Protocol<RobustnessDetails> {

    public static final String NAME = Protocols.ROBUSTNESS;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Unit> units(Method method, long seed) {
        MutableList<Unit> units = Lists.mutable.empty();
        if (method != Method.SINGLE_TASK) {
            units.add(new BaseModel(design, method, seed));
            forms().forEach(form -> units.add(new Grown(design, method, seed, form)));
        }
        return units;
    }

    private List<Addition> forms() {
        return design.settings().robustness().forms();
    }

    public static UnitKey key(Method method, long seed, Addition form) {
        return new UnitKey(NAME, method.label(), seed, form.name().toLowerCase(Locale.ROOT));
    }

    /** One method with the unrelated tasks added in one form. */
    private record Grown(Design design, Method method, long seed, Addition form) implements Unit {

        @Override
        public UnitKey key() {
            return UnrelatedTaskRobustness.key(method, seed, form);
        }

        @Override
        public Optional<UnitKey> restsOn() {
            return form == Addition.SEQUENTIAL ? Optional.of(BaseModel.key(method, seed)) : Optional.empty();
        }

        private TrainingSettings training() {
            TrainingSettings standard = design.settings().training();
            return switch (form) {
                case SEQUENTIAL ->
                    standard.withTrunkRate(design.settings().robustness().sequentialTrunkRate())
                            .forNewTasks();
                case JOINT -> design.settings().baseTraining(method);
            };
        }

        private Curriculum curriculum() {
            ImmutableList<Exposure> mixture = switch (form) {
                case SEQUENTIAL -> design.unrelatedMixture();
                case JOINT -> design.jointMixture();
            };
            return design.curriculum(mixture, method, seed);
        }

        @Override
        public int steps() {
            return curriculum().steps().size();
        }

        @Override
        public UnitResult run(Lab lab, Progress progress) {
            MultiTaskModel model = switch (form) {
                case SEQUENTIAL -> grown(lab);
                case JOINT -> lab.newModel(method, seed);
            };
            TrainingHistory history = lab.train(model, method, training(), curriculum(), seed, progress);
            String run = switch (form) {
                case SEQUENTIAL -> "unrelated tasks added afterwards";
                case JOINT -> "trained with unrelated tasks";
            };
            int[] tasks = IntStream.concat(IntStream.of(design.seenTasks()), IntStream.of(design.unrelatedTasks()))
                    .toArray();
            return UnitResult.of(
                    key(),
                    lab.scores(model, tasks),
                    history.curves(method.label(), run, seed, design.slots()),
                    lab.routing(model, method, run, seed, tasks),
                    history.trends(method.label(), run, seed, model.sparseLayers(), design.slots()));
        }

        /** The base model; where tasks have gates, those of the new ones begin at the experts that the old tasks use least. */
        private MultiTaskModel grown(Lab lab) {
            MultiTaskModel model = BaseModel.load(lab, method, seed);
            List<RoutingMap> base = lab.routing(model, method, BaseModel.RUN, seed, design.seenTasks());
            model.taskGates().forEachWithIndex((gate, layer) -> {
                if (gate instanceof TaskGate ofTasks) {
                    double[] use = meanLoad(base.get(layer));
                    for (int task : design.unrelatedTasks()) {
                        GateTransfer.startAtLeastUsed(lab.backend(), ofTasks, task, use);
                    }
                }
            });
            return model;
        }

        /** The share of each expert, every task counting the same. */
        private static double[] meanLoad(RoutingMap map) {
            double[] mean = new double[map.load().getFirst().size()];
            for (List<Double> task : map.load()) {
                for (int e = 0; e < mean.length; e++) {
                    mean[e] += task.get(e) / map.load().size();
                }
            }
            return mean;
        }
    }

    @Override
    public ProtocolResult<RobustnessDetails> result(Finished finished) {
        RunSettings settings = design.settings();
        Map<String, MethodResult<RobustnessDetails>> methods = new LinkedHashMap<>();
        for (Method method : settings.methods()) {
            if (method == Method.SINGLE_TASK) {
                methods.put(
                        method.label(),
                        new MethodResult.NotApplicable<>(
                                "every task has a model of its own, so adding tasks changes nothing for the others"));
                continue;
            }
            RobustnessDetails details = new RobustnessDetails(
                    form(method, Addition.SEQUENTIAL, finished), form(method, Addition.JOINT, finished));
            methods.put(method.label(), new MethodResult.Scored<>(details.score(), details));
        }
        return ProtocolResult.of(
                settings.seeds(),
                methods,
                ResultsAssembly.firstSeedCurves(NAME, settings, finished),
                ResultsAssembly.firstSeedRouting(NAME, settings, finished),
                ResultsAssembly.firstSeedTrends(NAME, settings, finished));
    }

    private RobustnessDetails.@Nullable Form form(Method method, Addition form, Finished finished) {
        if (!forms().contains(form)) {
            return null;
        }
        List<RobustnessDetails.OldTask> old = IntStream.of(design.seenTasks())
                .mapToObj(design.slots()::name)
                .map(task -> RobustnessDetails.OldTask.of(
                        design.settings().seeds(),
                        task,
                        design.metric(task),
                        score(task, finished, BaseModel::key, method),
                        score(task, finished, (m, seed) -> key(m, seed, form), method)))
                .toList();
        List<RobustnessDetails.NewTask> added = IntStream.of(design.unrelatedTasks())
                .mapToObj(design.slots()::name)
                .map(task -> new RobustnessDetails.NewTask(
                        task, design.metric(task), score(task, finished, (m, seed) -> key(m, seed, form), method)))
                .toList();
        return RobustnessDetails.Form.of(design.settings().seeds(), old, added);
    }

    private interface Keys {
        UnitKey of(Method method, long seed);
    }

    private Estimate score(String task, Finished finished, Keys keys, Method method) {
        return finished.estimate(
                design.settings().seeds(), seed -> keys.of(method, seed), result -> result.score(task));
    }
}
