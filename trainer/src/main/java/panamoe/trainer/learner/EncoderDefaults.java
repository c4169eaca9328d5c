package panamoe.trainer.learner;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.encoder.EncoderSource;

/** Defaults that depend on the encoder: its name, the trained layers, the layers with experts, and the maximum number of tokens. */
public final class EncoderDefaults {

    private static final int LAYERS_WITH_EXPERTS = 2;

    private EncoderDefaults() {}

    /**
     * Settings that train the layers from {@code firstLayer} to the last one. The uppermost two trained layers have experts.
     *
     * @param firstLayer the lowest trained layer, from 0
     * @param maxTokens the maximum number of tokens of a text; lowered to the number of positions of the encoder
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
