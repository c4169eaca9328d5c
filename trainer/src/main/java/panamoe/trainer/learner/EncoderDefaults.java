package panamoe.trainer.learner;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.encoder.EncoderSource;

/** The settings whose defaults depend on the encoder: its name, the trained layers, those with experts, and the longest text. */
public final class EncoderDefaults {

    private static final int LAYERS_WITH_EXPERTS = 2;

    private EncoderDefaults() {}

    /**
     * Settings for an encoder whose layers are trained from one on to the last, the uppermost two of them with experts.
     *
     * @param firstLayer the lowest layer that is trained
     * @param maxTokens the longest text; less if the encoder takes none as long
     */
    public static SettingsTree of(EncoderSource encoder, int firstLayer, int maxTokens) {
        int layers = encoder.config().layers();
        List<Integer> sparse = IntStream.range(Math.max(firstLayer, layers - LAYERS_WITH_EXPERTS), layers)
                .boxed()
                .toList();
        Map<String, Object> model = Map.of(
                "first-layer",
                firstLayer,
                "last-layer",
                layers - 1,
                "max-tokens",
                Math.min(maxTokens, encoder.config().positions()),
                "moe",
                Map.of("layers", sparse));
        return SettingsTree.ofOptions(Map.of("encoder", encoder.name(), "model", model));
    }
}
