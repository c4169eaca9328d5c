package panamoe.trainer.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.product.TinyModel;
import panamoe.trainer.tasks.Split;

class StreamedFeaturesTest {

    /** The features of a text are bitwise independent of the other texts in its batch and of their number. */
    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void streamedAndKeptFeaturesAreBitwiseEqual(String name) {
        PretrainedEncoder pretrained = TinyWorld.pretrained();
        try (Backend backend = Backends.create(name, 2)) {
            FrozenEncoder encoder = new FrozenEncoder(backend, pretrained.weights(), 2);
            FrozenFeatures kept = new FrozenFeatures(encoder, TinyModel.SLOTS, pretrained.tokenizer(), 12);
            StreamedFeatures streamed = new StreamedFeatures(encoder, TinyModel.SLOTS, pretrained.tokenizer(), 12);
            int[] batch = {3, 17, 3, 0, 31};
            streamed.prepare(1, Split.TRAIN, batch);
            for (int example : batch) {
                assertThat(streamed.rows(1, Split.TRAIN, example)).isEqualTo(kept.rows(1, Split.TRAIN, example));
                assertThat(streamed.tokens(1, Split.TRAIN, example)).isEqualTo(kept.tokens(1, Split.TRAIN, example));
            }
            assertThat(streamed.rows(0, Split.DEV, 2)).as("without prepare").isEqualTo(kept.rows(0, Split.DEV, 2));
        }
    }
}
