package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Parameter;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.reference.ReferenceBackend;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MultiTaskModel;

class LearningRatesTest {

    private static final LearningRates RATES = new LearningRates(1, 2, 3, 4, 5);
    private static final Backend BACKEND = new ReferenceBackend();

    /**
     * The learning rates of the parameters of the first layer, without the prefix of their names, and of the parameters outside the
     * layers.
     */
    private static Map<String, Double> rates(Method method) {
        MultiTaskModel model = new MultiTaskModel(
                BACKEND,
                method,
                TinyWorld.model("dropout: 0, moe: {selection: {noisy: true}}"),
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
    void everyParameterHasTheRateOfItsRole() {
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

    /** Its experts follow from the task of a row, so there is no load to balance. */
    @Test
    void cgcHasNoRouterLosses() {
        TrainingSettings settings = TinyWorld.training("router-losses: {balance: 0.5, z: 0.1}");

        assertThat(settings.recipe(Method.CGC_MOE).routerLosses()).isEqualTo(RouterLossSettings.none());
        assertThat(settings.recipe(Method.CGC_MOE).rates()).isEqualTo(settings.rates());
        assertThat(settings.recipe(Method.DENSE_MIXTURE_MOE).routerLosses()).isEqualTo(settings.routerLosses());
    }

    @Test
    void aMethodMayHaveItsOwnRates() {
        TrainingSettings settings = TinyWorld.training("""
                rates: {trunk: 1, experts: 2, gates: 3, heads: 4, uncertainties: 5},
                trunk-rates: {dense-mtl: 9.0, dense-pcgrad: 8.0},
                expert-rates: {dense-pcgrad: 7.0, private-expert-moe: 6.0}""");

        assertThat(settings.rates()).isEqualTo(RATES);
        assertThat(settings.recipe(Method.DENSE_MTL).rates()).isEqualTo(new LearningRates(9, 9, 3, 4, 5));
        assertThat(settings.recipe(Method.DENSE_PCGRAD).rates()).isEqualTo(new LearningRates(8, 7, 3, 4, 5));
        assertThat(settings.recipe(Method.PRIVATE_EXPERT_MOE).rates()).isEqualTo(new LearningRates(1, 6, 3, 4, 5));
        assertThat(settings.recipe(Method.TASK_GATE_MOE)).isEqualTo(settings.recipe());
    }

    @Test
    void gatesAndHeadsMayHaveAnotherRate() {
        TrainingRecipe recipe = TinyWorld.training("").recipe();

        assertThat(recipe.withGateAndHeadRate(7).rates())
                .isEqualTo(new LearningRates(2e-4, 2e-4, 7, 7, 0.01))
                .isEqualTo(recipe.withGateAndHeadRate(7).forNewTasks().rates());
    }

    @Test
    void refusesANegativeRate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRates(1, 1, 1, -1e-3, 1))
                .withMessageContaining("-0.001");
    }
}
