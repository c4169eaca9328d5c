package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.experiment.protocol.Design;

class SharedEncoderTest {

    private final List<PretrainedEncoder> loaded = new ArrayList<>();

    private PretrainedEncoder load() {
        loaded.add(TinyWorld.pretrained());
        return loaded.getLast();
    }

    private static FrozenFeatures features(SharedEncoder encoder, String settings) throws IOException {
        return encoder.features(Design.of(TinyWorld.settings(settings, 1), new TinyWorld.TinySuite()));
    }

    @Test
    void runsWithTheSameExamplesAndFrozenLayersShareTheFeatures() throws IOException {
        try (Backend backend = Backends.create("scalar", 1)) {
            SharedEncoder encoder = new SharedEncoder(this::load, backend);
            assertThat(loaded).isEmpty();
            FrozenFeatures one = features(encoder, "{}");

            assertThat(features(encoder, "methods: [dense-mtl]")).isSameAs(one);
            assertThat(features(encoder, "examples: {train: 3}")).isNotSameAs(one);
            assertThat(features(encoder, "model: {max-tokens: 3}")).isNotSameAs(one);
            assertThat(features(encoder, "model: {first-layer: 1, moe: {layers: [1]}}"))
                    .isNotSameAs(one);
            assertThat(encoder.get()).isSameAs(loaded.getFirst());
            assertThat(loaded).hasSize(1);
        }
    }
}
