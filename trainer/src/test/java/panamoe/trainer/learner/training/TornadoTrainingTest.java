package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.DoubleLists;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import panamoe.moe.Capacity;
import panamoe.moe.Weighting;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.SelectionSettings;
import panamoe.trainer.learner.training.RouterLossSettings.BalanceOver;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.TaskSlots;

/** Training on TornadoVM, or its stand-in, against training in double precision: every method, and selections and losses of all kinds. */
class TornadoTrainingTest {

    private static final TaskSlots SLOTS = TaskSlots.of(new TinyWorld.TinySuite(), 40, 20);
    private static final SelectionSettings TOP_1 = SelectionSettings.top1();
    private static final List<Curriculum.Step> STEPS = List.of(
            new Curriculum.Step(Lists.immutable.with(
                    new Curriculum.Part(1, new int[] {0, 1}), new Curriculum.Part(3, new int[] {2, 3}))),
            new Curriculum.Step(Lists.immutable.with(
                    new Curriculum.Part(0, new int[] {4, 5}), new Curriculum.Part(1, new int[] {6, 7}))),
            Curriculum.Step.of(3, 8, 9, 10, 11));

    static Stream<Arguments> cases() {
        RouterLossSettings none = RouterLossSettings.none();
        RouterLossSettings all = new RouterLossSettings(0.1, BalanceOver.EACH_TASK, 0.9, 0.1, 0.1, 0.1, 0.1, true);
        return Stream.concat(
                Stream.of(Method.values()).map(method -> Arguments.of(method, TOP_1, RouterLossSettings.standard())),
                Stream.of(
                        Arguments.of(Method.TASK_GATE_MOE, tokens(true, 0, 0), all),
                        Arguments.of(Method.TASK_GATE_MOE, tokens(false, 0.01, 0), RouterLossSettings.standard()),
                        Arguments.of(Method.TASK_GATE_MOE, tokens(false, 0, 0.8), none),
                        Arguments.of(Method.TASK_GATE_MOE, new SelectionSettings.ExpertChoice(1.5), none)));
    }

    private static SelectionSettings tokens(boolean noisy, double biasRate, double capacityFactor) {
        return new SelectionSettings.TokenChoice(
                2, Weighting.RENORMALIZED, noisy, biasRate, capacityFactor, Capacity.Priority.PROBABILITY);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossesAreThoseOfTheReference(Method method, SelectionSettings selection, RouterLossSettings losses) {
        double[] expected = losses("reference", method, selection, losses);

        double[] actual = losses("tornado", method, selection, losses);

        // single precision in steps that build on each other: 1e-4 of losses near 1
        assertThat(actual).hasSize(5).containsExactly(expected, within(1e-4));
    }

    private static double[] losses(
            String backendName, Method method, SelectionSettings selection, RouterLossSettings losses) {
        TrainingSettings standard = TrainingSettings.standard();
        TrainingSettings settings = new TrainingSettings(
                4,
                2,
                2,
                standard.rates(),
                Map.of(),
                Map.of(),
                standard.weightDecay(),
                1,
                0.1,
                0,
                losses,
                standard.gradNorm());
        try (Backend backend = Backends.create(backendName, 1)) {
            PretrainedEncoder pretrained = TinyWorld.pretrained();
            FrozenEncoder frozen = new FrozenEncoder(backend, pretrained.weights(), 0);
            Batches batches = new Batches(SLOTS, new FrozenFeatures(frozen, SLOTS, pretrained.tokenizer(), 12));
            MultiTaskModel model = new MultiTaskModel(
                    backend,
                    method,
                    TinyWorld.model(0.1, selection),
                    pretrained.weights(),
                    SLOTS.count(),
                    SLOTS.maxClasses(),
                    new Rng(3));
            Trainer trainer = new Trainer(model, method.weighting(), settings, batches, STEPS.size(), new Rng(7));
            MutableDoubleList all = DoubleLists.mutable.empty();
            for (Curriculum.Step step : STEPS) {
                var ofTasks = trainer.step(step);
                step.parts().forEach(part -> all.add(ofTasks.get(part.task())));
            }
            return all.toArray();
        }
    }
}
