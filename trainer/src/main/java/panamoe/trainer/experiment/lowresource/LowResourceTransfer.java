package panamoe.trainer.experiment.lowresource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.ResultsAssembly;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.TrainingHistory;
import panamoe.trainer.tasks.Curriculum;

/**
 * Protocol (i): targets cut to few examples, trained in the mixture with the other tasks. All targets are cut in the same run,
 * and a target gets the same number of steps whatever its size and the method.
 */
public record LowResourceTransfer(Design design) implements Protocol<LowResourceDetails> {

    public static final String NAME = Protocols.LOW_RESOURCE;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Unit> units(Method method, long seed) {
        return design.settings().lowResource().sizes().stream()
                .map(size -> (Unit) new Mixture(design, method, seed, size))
                .toList();
    }

    public static UnitKey key(Method method, long seed, int size) {
        return new UnitKey(NAME, method.label(), seed, "size " + size);
    }

    public static int largestSize(RunSettings settings) {
        return settings.lowResource().sizes().getLast();
    }

    /** One method trained with the targets cut to one size; a single-task method has a model per target. */
    private record Mixture(Design design, Method method, long seed, int size) implements Unit {

        @Override
        public UnitKey key() {
            return LowResourceTransfer.key(method, seed, size);
        }

        private int[] targets() {
            return design.lowResourceTargets().collectInt(design.slots()::of).toArray();
        }

        private Curriculum curriculum() {
            return design.curriculum(design.lowResourceMixture(size, seed), method, seed);
        }

        @Override
        public int steps() {
            Curriculum all = curriculum();
            return method == Method.SINGLE_TASK
                    ? IntStream.of(targets())
                            .map(task -> all.only(task).steps().size())
                            .sum()
                    : all.steps().size();
        }

        @Override
        public UnitResult run(Lab lab, Progress progress) {
            if (method == Method.SINGLE_TASK) {
                return UnitResult.joined(
                        key(),
                        IntStream.of(targets())
                                .mapToObj(target -> train(lab, curriculum().only(target), new int[] {target}, progress))
                                .toList());
            }
            // the other tasks are measured once, for the table of what was learnt at all
            int[] measured = size == largestSize(design.settings()) ? design.suiteTasks() : targets();
            return train(lab, curriculum(), measured, progress);
        }

        private UnitResult train(Lab lab, Curriculum curriculum, int[] measured, Progress progress) {
            MultiTaskModel model = lab.newModel(method, seed);
            TrainingHistory history =
                    lab.train(model, method, design.settings().training().of(method), curriculum, seed, progress);
            String run = "mixture, size " + size;
            return UnitResult.of(
                    key(),
                    lab.scores(model, measured),
                    history.curves(method.label(), run, seed, design.slots()),
                    List.of(),
                    history.trends(method.label(), run, seed, model.sparseLayers(), design.slots()));
        }
    }

    @Override
    public ProtocolResult<LowResourceDetails> result(Finished finished) {
        RunSettings settings = design.settings();
        Map<String, MethodResult<LowResourceDetails>> methods = new LinkedHashMap<>();
        for (Method method : settings.methods()) {
            MutableList<LowResourceDetails.Cell> cells = Lists.mutable.empty();
            for (String target : design.lowResourceTargets()) {
                for (int size : settings.lowResource().sizes()) {
                    cells.add(new LowResourceDetails.Cell(
                            target,
                            design.metric(target),
                            size,
                            finished.estimate(
                                    settings.seeds(),
                                    seed -> key(method, seed, size),
                                    result -> result.score(target))));
                }
            }
            LowResourceDetails details = new LowResourceDetails(cells);
            methods.put(method.label(), new MethodResult.Scored<>(details.score(settings.seeds()), details));
        }
        return ProtocolResult.of(
                settings.seeds(),
                methods,
                ResultsAssembly.firstSeedCurves(NAME, settings, finished),
                List.of(),
                ResultsAssembly.firstSeedTrends(NAME, settings, finished));
    }
}
