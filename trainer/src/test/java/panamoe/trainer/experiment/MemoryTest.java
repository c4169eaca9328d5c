package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.minilm.MiniLm;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Lab;

class MemoryTest {

    @Test
    void aRunThatDoesNotFitIsRefusedInOneLine() {
        Design design = TinyWorld.design(TinyWorld.settings(1));
        try (Backend backend = Backends.create("scalar", 1)) {
            FrozenFeatures features = Lab.features(design, backend, TinyWorld.pretrained());
            // the sparse model of MiniLM's sizes with 4 experts in 2 layers: 41 MB, in six copies
            assertThatThrownBy(() -> Memory.requireFits(design, features, MiniLm.CONFIG, 600L << 20))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("has 600 MB")
                    .hasMessageContaining("--preset")
                    .hasMessageNotContaining("\n");
            assertThatCode(() -> Memory.requireFits(design, features, MiniLm.CONFIG, 710L << 20))
                    .doesNotThrowAnyException();

            // 90,000 more tokens are 132 MB, in two copies
            BertConfig moreTokens = new BertConfig(120_522, 512, 2, 6, 384, 12, 1536, 1e-12);
            assertThatThrownBy(() -> Memory.requireFits(design, features, moreTokens, 710L << 20))
                    .isInstanceOf(UserError.class);
            assertThatCode(() -> Memory.requireFits(design, features, moreTokens, 980L << 20))
                    .doesNotThrowAnyException();

            // 10,000 sequences of about 5 tokens; two layers keep 8 * 384 + 2 * 1536 numbers per token: more than 2 GB
            Design largeBatch = TinyWorld.design(TinyWorld.settings("training: {batch-size: 10000}", 1));
            assertThatThrownBy(() -> Memory.requireFits(largeBatch, features, MiniLm.CONFIG, 2000L << 20))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("a smaller training.batch-size");
        }
    }
}
