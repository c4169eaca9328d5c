package panamoe.trainer.learner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.EncoderSource;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.encoder.minilm.MiniLm;
import panamoe.trainer.experiment.Preset;
import panamoe.trainer.experiment.SettingsReader;
import panamoe.trainer.product.training.TrainSettings;

class EncoderDefaultsTest {

    private record Sizes(BertConfig config) implements EncoderSource {

        @Override
        public String name() {
            return "mine 0123456789abcdef";
        }

        @Override
        public PretrainedEncoder load() {
            throw new AssertionError("the weights are not needed");
        }
    }

    private static EncoderSource encoder(int layers, int positions) {
        return new Sizes(new BertConfig(100, positions, 2, layers, 8, 2, 16, 1e-12));
    }

    private static List<Integer> list(String numbers) {
        return Arrays.stream(numbers.split(" ")).map(Integer::valueOf).toList();
    }

    /** For MiniLM, the defaults must equal those of the settings files. */
    @ParameterizedTest
    @EnumSource(Preset.class)
    void defaultsOfMiniLmAgreeWithTheSettingsFiles(Preset preset) {
        assertThat(TrainSettings.read(TrainSettings.defaults(MiniLm.source())))
                .isEqualTo(TrainSettings.read(TrainSettings.defaults()));
        assertThat(SettingsReader.read(preset.tree(MiniLm.source()))).isEqualTo(preset.settings());
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "2, 0, 0 1", "3, 1, 1 2", "4, 1, 2 3", "6, 2, 4 5", "12, 4, 10 11", "24, 8, 22 23"})
    void twoThirdsOfTheLayersAreTrained(int layers, int first, String sparse) {
        ModelSettings model =
                TrainSettings.read(TrainSettings.defaults(encoder(layers, 512))).model();

        assertThat(model.firstLayer()).isEqualTo(first);
        assertThat(model.lastLayer()).isEqualTo(layers - 1);
        assertThat(model.moe().layers()).isEqualTo(list(sparse));
        model.requireFits(encoder(layers, 512).config(), List.of(Method.TASK_GATE_MOE));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "2, 0, 0 1", "3, 1, 1 2", "12, 10, 10 11"})
    void protocolsTrainTheUppermostTwoLayers(int layers, int first, String sparse) {
        ModelSettings model =
                SettingsReader.read(Preset.QUICK.tree(encoder(layers, 512))).model();

        assertThat(model.firstLayer()).isEqualTo(first);
        assertThat(model.lastLayer()).isEqualTo(layers - 1);
        assertThat(model.moe().layers()).isEqualTo(list(sparse));
    }

    @Test
    void maxTokensIsLimitedByThePositionsOfTheEncoder() {
        assertThat(TrainSettings.read(TrainSettings.defaults(encoder(3, 64)))
                        .model()
                        .maxTokens())
                .isEqualTo(64);
        assertThat(SettingsReader.read(Preset.FULL.tree(encoder(3, 40))).model().maxTokens())
                .isEqualTo(40);
    }
}
