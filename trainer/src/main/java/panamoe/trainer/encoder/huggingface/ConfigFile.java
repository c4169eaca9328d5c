package panamoe.trainer.encoder.huggingface;

import java.util.List;
import panamoe.tensor.Check;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.JsonKeys;

/** Reads the sizes from {@code config.json}. Settings under which the same weights compute another function are refused. */
final class ConfigFile {

    static final String FILE = "config.json";

    /** The only values that the encoder layers support; they are also the defaults of missing keys. */
    private static final List<Choice> CHOICES = List.of(
            new Choice("hidden_act", "gelu", "the exact GELU"),
            new Choice("position_embedding_type", "absolute", "learned positions"));

    /** Keys that turn the model into a decoder. */
    private static final List<String> DECODER = List.of("is_decoder", "add_cross_attention");

    private static final double LAYER_NORM_EPS = 1e-12;

    private static final int SEGMENTS = 2;

    private record Choice(String key, String value, String meaning) {}

    private ConfigFile() {}

    /** Reads the sizes. @throws IllegalArgumentException if a key is missing, out of range or not supported */
    static BertConfig read(String text) {
        JsonKeys keys = JsonKeys.parse(FILE, text);
        Check.that(
                !"panamoe-model".equals(keys.text("format").orElse("")),
                FILE
                        + " belongs to a model of panamoe train: expected an encoder, such as the one that the model was trained from");
        keys.text("model_type")
                .ifPresent(type -> Check.that(
                        type.equals("bert"),
                        () -> FILE + ": model_type " + MessageText.quoted(type)
                                + ": expected \"bert\": only BERT encoders are read; choose one"));
        keys.require("model_type", "bert");
        for (Choice choice : CHOICES) {
            String got = keys.text(choice.key()).orElse(choice.value());
            Check.that(
                    got.equals(choice.value()),
                    () -> "%s: %s %s: expected \"%s\", %s, the only supported value; choose another encoder"
                            .formatted(FILE, choice.key(), MessageText.quoted(got), choice.value(), choice.meaning()));
        }
        for (String key : DECODER) {
            Check.that(
                    !keys.truth(key).orElse(false),
                    () -> FILE + ": " + key
                            + " true: expected an encoder, which sees the whole text; choose another one");
        }
        int segments = keys.whole("type_vocab_size").orElse(SEGMENTS);
        Check.that(
                segments >= SEGMENTS,
                () -> FILE + ": type_vocab_size " + segments
                        + ": expected 2, for the first and the second text of a pair; choose another encoder");
        BertConfig config = sizes(keys, segments);
        Check.that(
                config.positions() >= 3,
                () -> FILE + ": max_position_embeddings " + config.positions() + ": expected at least 3");
        return config;
    }

    private static BertConfig sizes(JsonKeys keys, int segments) {
        int vocabulary = keys.requiredWhole("vocab_size");
        int positions = keys.requiredWhole("max_position_embeddings");
        int layers = keys.requiredWhole("num_hidden_layers");
        int width = keys.requiredWhole("hidden_size");
        int heads = keys.requiredWhole("num_attention_heads");
        int feedForward = keys.requiredWhole("intermediate_size");
        double layerNormEps = keys.number("layer_norm_eps").orElse(LAYER_NORM_EPS);
        try {
            return new BertConfig(vocabulary, positions, segments, layers, width, heads, feedForward, layerNormEps);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(FILE + ": " + e.getMessage(), e);
        }
    }
}
