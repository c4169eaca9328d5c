package panamoe.trainer.product.training;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.minilm.MiniLm;

class TrainingMemoryTest {

    /**
     * MiniLM's 22.6 million weights are 86 MB. The trained weights of its four upper layers, in multiples of d^2 = 147,456: dense
     * 4 * (4 + 8); with 8 experts in two layers 4 * 4 + (2 + 16) * 8; with CGC of two tasks, three experts of half width each,
     * 4 * 4 + (2 + 3) * 8. Each is stored four times, which makes 2.25 MB for each d^2.
     */
    @ParameterizedTest
    @CsvSource({"dense-mtl, 194", "task-gate-moe, 446", "cgc-moe, 212"})
    void theWeightsMustFitIntoTheHeap(String method, long megabytes) {
        TrainSettings settings = TrainSettings.read(TrainSettings.defaults()).with(Map.of("method", method));

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TrainingMemory.requireFits(settings, 2, MiniLm.CONFIG, 1, (megabytes - 1) << 20))
                .withMessageStartingWith("the weights of this training need " + megabytes + " MB of heap")
                .withMessageContaining("Java may use " + (megabytes - 1) + " MB: train fewer layers");
        assertThatCode(() -> TrainingMemory.requireFits(settings, 2, MiniLm.CONFIG, 1, (megabytes + 1) << 20))
                .doesNotThrowAnyException();
    }
}
