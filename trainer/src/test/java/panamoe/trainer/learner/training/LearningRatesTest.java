package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Parameter;
import panamoe.moe.Capacity;
import panamoe.moe.Weighting;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.reference.ReferenceBackend;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.learner.SelectionSettings;

class LearningRatesTest {

    private static final LearningRates RATES = new LearningRates(1, 2, 3, 4, 5);
    private static final Backend BACKEND = new ReferenceBackend();

    /** The last part of each parameter's name in the first layer, and of those outside the layers, with its rate. */
    private static Map<String, Double> rates(Method method) {
        SelectionSettings noisy =
                new SelectionSettings.TokenChoice(1, Weighting.UNIT, true, 0, 0, Capacity.Priority.PROBABILITY);
        MultiTaskModel model = new MultiTaskModel(
                BACKEND,
                method,
                TinyWorld.model(0, noisy),
                TinyWorld.pretrained().weights(),
                3,
                2,
                new Rng(1));
        Map<String, Double> rates = new TreeMap<>();
        for (Parameter parameter : model.parameters().list().select(Parameter::isTrainable)) {
            if (!parameter.name().startsWith("encoder.layer.1.")) {
                rates.put(parameter.name().replace("encoder.layer.0.", ""), RATES.of(parameter));
            }
        }
        return rates;
    }

    @Test
    void everyParameterHasTheRateOfItsKind() {
        assertThat(rates(Method.TASK_GATE_MOE))
                .containsEntry("attention.qkv.weight", 1.0)
                .containsEntry("feedForwardNorm.weight", 1.0)
                .containsEntry("experts.weight1", 2.0)
                .containsEntry("experts.bias2", 2.0)
                .containsEntry("gate.weight", 3.0)
                .containsEntry("gate.bias", 3.0)
                .containsEntry("gate.noise.weight", 3.0)
                .containsEntry("heads.weight", 4.0);
        assertThat(rates(Method.DENSE_UNCERTAINTY))
                .containsEntry("feedForward.in.weight", 2.0)
                .containsEntry("heads.bias", 4.0)
                .containsEntry("uncertainty.logVariance", 5.0);
        assertThat(rates(Method.TASK_EMBEDDING_MOE)).containsEntry("gate.task", 3.0);
    }

    @Test
    void aMethodMayHaveRatesOfItsOwn() {
        TrainingSettings standard = TrainingSettings.standard();
        TrainingSettings settings = new TrainingSettings(
                32,
                1,
                4,
                RATES,
                Map.of(Method.DENSE_MTL, 9.0, Method.DENSE_PCGRAD, 8.0),
                Map.of(Method.DENSE_PCGRAD, 7.0, Method.PRIVATE_EXPERT_MOE, 6.0),
                0.01,
                1,
                0.1,
                0,
                standard.routerLosses(),
                standard.gradNorm());

        assertThat(settings.of(Method.DENSE_MTL).rates()).isEqualTo(new LearningRates(9, 9, 3, 4, 5));
        assertThat(settings.of(Method.DENSE_PCGRAD).rates()).isEqualTo(new LearningRates(8, 7, 3, 4, 5));
        assertThat(settings.of(Method.PRIVATE_EXPERT_MOE).rates()).isEqualTo(new LearningRates(1, 6, 3, 4, 5));
        assertThat(settings.of(Method.TASK_GATE_MOE)).isEqualTo(settings);
    }

    @Test
    void gatesAndHeadsMayHaveAnotherRate() {
        TrainingSettings standard = TrainingSettings.standard();

        assertThat(standard.withGateAndHeadRate(7).rates())
                .isEqualTo(new LearningRates(2e-4, 2e-4, 7, 7, 0.01))
                .isEqualTo(standard.withGateAndHeadRate(7).forNewTasks().rates());
    }

    @Test
    void refusesANegativeRate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRates(1, 1, 1, -1e-3, 1))
                .withMessageContaining("-0.001");
    }
}
