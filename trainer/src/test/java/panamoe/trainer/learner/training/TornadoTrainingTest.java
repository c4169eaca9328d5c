package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.learner.GateKind;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.TaskSlots;

/**
 * Compares training on TornadoVM, or its stand-in, with training in double precision, for every method and for all kinds of
 * selections and router losses.
 */
class TornadoTrainingTest {

    private static final TaskSlots SLOTS = TaskSlots.of(new TinyWorld.TinySuite(), 40, 20);
    private static final List<Curriculum.Step> STEPS = List.of(
            new Curriculum.Step(Lists.immutable.with(
                    new Curriculum.Part(1, new int[] {0, 1}), new Curriculum.Part(3, new int[] {2, 3}))),
            new Curriculum.Step(Lists.immutable.with(
                    new Curriculum.Part(0, new int[] {4, 5}), new Curriculum.Part(1, new int[] {6, 7}))),
            Curriculum.Step.of(3, 8, 9, 10, 11));

    private static final Method TASK_GATE_PCGRAD = new Method("mine", GateKind.TASK, LossWeighting.PCGRAD);

    static Stream<Arguments> cases() {
        return Stream.concat(
                Method.BUILT_IN.newWith(TASK_GATE_PCGRAD).stream().map(method -> Arguments.of(method, "", "")),
                Stream.of(
                        Arguments.of(
                                Method.TASK_GATE_MOE,
                                "k: 2, weighting: renormalized, noisy: true",
                                "balance: 0.1, balance-over: each-task, importance: 0.1, load: 0.1, z: 0.1,"
                                        + " mutual-information: 0.1"),
                        Arguments.of(Method.TASK_GATE_MOE, "k: 2, weighting: renormalized, bias-rate: 0.01", ""),
                        Arguments.of(
                                Method.TASK_GATE_MOE,
                                "k: 2, weighting: renormalized, capacity-factor: 0.8",
                                "balance: 0, move-bias: false"),
                        Arguments.of(
                                Method.TASK_GATE_MOE,
                                "kind: expert-choice, factor: 1.5",
                                "balance: 0, move-bias: false")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossesAgreeWithTheReference(Method method, String selection, String routerLosses) {
        double[] expected = losses("reference", method, selection, routerLosses);

        double[] actual = losses("tornado", method, selection, routerLosses);

        // rounding errors of single precision accumulate over the steps: 1e-4 of losses near 1
        assertThat(actual).hasSize(5).containsExactly(expected, within(1e-4));
    }

    private static double[] losses(String backendName, Method method, String selection, String routerLosses) {
        RunSettings settings = TinyWorld.settings("""
                model: {moe: {selection: {%s}}}
                training: {batch-size: 4, tasks-per-batch: 2, compared-tasks: 2, router-losses: {%s}}
                """.formatted(selection, routerLosses), 1);
        try (Backend backend = Backends.create(backendName, 1)) {
            PretrainedEncoder pretrained = TinyWorld.pretrained();
            FrozenEncoder frozen = new FrozenEncoder(backend, pretrained.weights(), 0);
            Batches batches = new Batches(SLOTS, new FrozenFeatures(frozen, SLOTS, pretrained.tokenizer(), 12));
            MultiTaskModel model = new MultiTaskModel(
                    backend,
                    method,
                    settings.model(),
                    pretrained.weights(),
                    SLOTS.count(),
                    SLOTS.maxClasses(),
                    new Rng(3));
            TrainingRecipe recipe = settings.training().recipe();
            Trainer trainer = new Trainer(model, method.weighting(), recipe, batches, STEPS.size(), new Rng(7));
            MutableDoubleList all = DoubleLists.mutable.empty();
            for (Curriculum.Step step : STEPS) {
                var ofTasks = trainer.step(step);
                step.parts().forEach(part -> all.add(ofTasks.get(part.task())));
            }
            return all.toArray();
        }
    }
}
