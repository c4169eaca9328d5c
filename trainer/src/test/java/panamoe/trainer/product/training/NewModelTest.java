package panamoe.trainer.product.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.moe.TaskGate;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.tensor.reference.ReferenceBackend;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.product.TinyModel;

class NewModelTest {

    private final Backend backend = new ReferenceBackend();
    private final PretrainedEncoder encoder = TinyWorld.pretrained();

    private MultiTaskModel model(String settings) {
        return NewModel.begin(
                TinyModel.settings(settings),
                TinyModel.SLOTS,
                encoder,
                new FrozenEncoder(backend, encoder.weights(), 1),
                backend,
                new Rng(4),
                ProcessGroup.single());
    }

    /** All tasks of the tiny suite have the same description, and their labels differ only in number. */
    @ParameterizedTest
    @CsvSource({"independent, false", "description, true", "relatedness, true"})
    void theStartOfTheSettingsIsThatOfTheGates(String start, boolean sameWeights) {
        TaskGate gate = (TaskGate) model("{model: {moe: {gate: {start: %s}}}}".formatted(start))
                .taskGates()
                .getFirst();
        double[] weights = backend.readDoubles(gate.weight().value());
        int size = weights.length / gate.tasks();
        for (int task = 1; task < gate.tasks(); task++) {
            double[] own = Arrays.copyOfRange(weights, task * size, (task + 1) * size);
            assertThat(Arrays.equals(own, Arrays.copyOf(weights, size))).isEqualTo(sameWeights);
        }
    }

    @ParameterizedTest
    @CsvSource({"shared-gate-moe", "private-expert-moe", "task-embedding-moe", "dense-mtl"})
    void otherMethodsHaveNoSuchStart(String method) {
        MultiTaskModel related = model("{method: %s, model: {moe: {gate: {start: relatedness}}}}".formatted(method));
        MultiTaskModel plain = model("{method: %s}".formatted(method));

        assertThat(backend.readDoubles(related.parameters().values()))
                .isEqualTo(backend.readDoubles(plain.parameters().values()));
    }
}
