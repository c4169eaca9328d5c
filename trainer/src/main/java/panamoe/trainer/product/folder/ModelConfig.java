package panamoe.trainer.product.folder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import panamoe.tensor.Check;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.Plural;
import panamoe.trainer.common.Version;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertNormalizer;
import panamoe.trainer.learner.ExpertUnits;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MoeSettings;

/**
 * The configuration of a kept model: {@code config.json}.
 *
 * @param format {@value #FORMAT}
 * @param version of the format
 * @param program that wrote the folder
 * @param encoderName the name of the pretrained encoder
 * @param encoder the encoder's sizes, under the names of Hugging Face's {@code BertConfig}
 * @param tokenizer the preparation of texts, under the names of Hugging Face's {@code BertTokenizer}
 * @param pooling how the rows of a text are combined into one: {@value #POOLING}
 * @param method the multi-task method
 * @param model the settings of its trained part
 * @param experts the number of experts by encoder layer, ascending; after pruning it may be smaller than in the settings. A layer that is
 *     not in it has a dense feed-forward block
 * @param seed of the model's initial weights and fixed random gates
 * @param slots the number of slots, of which some may be free
 * @param classes the largest number of labels of any task
 * @param history the events of the model, the oldest first; the first one is its training
 */
public record ModelConfig(
        String format,
        int version,
        String program,
        String encoderName,
        EncoderSizes encoder,
        TokenizerSettings tokenizer,
        String pooling,
        Method method,
        ModelSettings model,
        Map<Integer, Integer> experts,
        long seed,
        int slots,
        int classes,
        List<HistoryEntry> history) {

    static final String FORMAT = "panamoe-model";
    static final int VERSION = 3;
    static final String POOLING = "mean";

    /**
     * The keys that tell whether this program can read the other keys.
     *
     * @param format as in {@link ModelConfig}
     * @param version as in {@link ModelConfig}
     * @param program as in {@link ModelConfig}
     */
    record Heading(String format, int version, String program) {

        /** @throws IllegalArgumentException if the format or its version is another one */
        Heading {
            Check.that(FORMAT.equals(format), "format \"" + format + "\": expected \"" + FORMAT + "\"");
            Check.that(
                    version == VERSION,
                    "version " + version + " of the format: this program reads version " + VERSION
                            + "; use the program that wrote it: " + program);
        }
    }

    /** Sizes of a BERT encoder under the names of Hugging Face's {@code BertConfig}. */
    public record EncoderSizes(
            String modelType,
            int vocabSize,
            int hiddenSize,
            int numHiddenLayers,
            int numAttentionHeads,
            int intermediateSize,
            String hiddenAct,
            int maxPositionEmbeddings,
            int typeVocabSize,
            double layerNormEps) {

        static EncoderSizes of(BertConfig config) {
            return new EncoderSizes(
                    "bert",
                    config.vocabulary(),
                    config.width(),
                    config.layers(),
                    config.heads(),
                    config.feedForward(),
                    "gelu",
                    config.positions(),
                    config.tokenTypes(),
                    config.layerNormEps());
        }

        /** @throws IllegalArgumentException if the encoder is not a BERT with GELU */
        BertConfig config() {
            Check.that(
                    modelType.equals("bert") && hiddenAct.equals("gelu"),
                    () -> "encoder of type " + modelType + " with " + hiddenAct + ": expected bert with gelu");
            return new BertConfig(
                    vocabSize,
                    maxPositionEmbeddings,
                    typeVocabSize,
                    numHiddenLayers,
                    hiddenSize,
                    numAttentionHeads,
                    intermediateSize,
                    layerNormEps);
        }
    }

    /** The preparation of texts for the vocabulary, under the names of Hugging Face's {@code BertTokenizer}. */
    public record TokenizerSettings(boolean doLowerCase, boolean stripAccents, boolean tokenizeChineseChars) {

        static TokenizerSettings of(BertNormalizer normalizer) {
            return new TokenizerSettings(
                    normalizer.lowercase(), normalizer.stripAccents(), normalizer.chineseCharacters());
        }

        BertNormalizer normalizer() {
            return new BertNormalizer(doLowerCase, stripAccents, tokenizeChineseChars);
        }
    }

    /** @throws IllegalArgumentException if the values do not fit each other */
    public ModelConfig {
        Check.that(POOLING.equals(pooling), "pooling \"" + pooling + "\": expected \"" + POOLING + "\"");
        Check.that(slots >= 1, slots + " slots: expected at least 1");
        Check.that(classes >= 1, classes + " classes: expected at least 1");
        Check.that(
                model.lastLayer() == encoder.numHiddenLayers() - 1,
                "last-layer " + model.lastLayer() + " of an encoder of " + Plural.of(encoder.numHiddenLayers(), "layer")
                        + ": expected the last one");
        Check.that(
                model.maxTokens() <= encoder.maxPositionEmbeddings(),
                "max-tokens " + model.maxTokens() + ": the encoder has " + encoder.maxPositionEmbeddings()
                        + " positions");
        model.moe().requireFits(method);
        experts = Collections.unmodifiableMap(new TreeMap<>(experts));
        requireExperts(method, model.moe(), experts, slots);
        history = List.copyOf(history);
        String begin =
                history.isEmpty() ? "nothing" : history.getFirst().event().toString();
        Check.that(
                begin.equals(HistoryEntry.Event.TRAINED.toString()),
                "history that begins with " + begin + ": expected " + HistoryEntry.Event.TRAINED);
    }

    private static void requireExperts(Method method, MoeSettings moe, Map<Integer, Integer> experts, int slots) {
        Map<Integer, Integer> trained = method.experts(moe, slots);
        experts.forEach((layer, count) -> {
            Integer most = trained.get(layer);
            if (most == null) {
                throw new IllegalArgumentException("experts in layer " + layer
                        + ": the layers that were trained with experts are " + trained.keySet());
            }
            Check.that(
                    count >= 1 && count <= most && method.sparseGate().expertsPerRow(moe, count) <= count,
                    () -> Plural.of(count, "expert") + " in layer " + layer
                            + ": expected at least those of a token, at most " + most);
        });
    }

    /** This configuration with other heads and experts and one more event, written by this program. */
    public ModelConfig with(int otherSlots, int otherClasses, Map<Integer, Integer> otherExperts, HistoryEntry event) {
        List<HistoryEntry> longer = new ArrayList<>(history);
        longer.add(event);
        return new ModelConfig(
                format,
                version,
                Version.text(),
                encoderName,
                encoder,
                tokenizer,
                pooling,
                method,
                model,
                otherExperts,
                seed,
                otherSlots,
                otherClasses,
                longer);
    }

    /** True if the output for a text depends on the other texts of its batch. */
    public boolean mixesTexts() {
        return hasExperts() && method.sparseGate().mixesTexts(model.moe());
    }

    /** True if a layer's feed-forward block is a mixture of experts. */
    public boolean hasExperts() {
        return !experts.isEmpty();
    }

    /** True if the feed-forward block of an encoder layer is a mixture of experts. */
    public boolean isSparse(int layer) {
        return experts.containsKey(layer);
    }

    /** The encoder layers whose feed-forward block is a mixture of experts, ascending; none in a dense model. */
    public List<Integer> sparseLayers() {
        return List.copyOf(experts.keySet());
    }

    /** The number of experts of one of {@link #sparseLayers}. */
    public int experts(int layer) {
        return Lookup.in(experts, layer);
    }

    /** The number of a layer's experts that a token takes, without the shared expert; for expert choice the mean number. */
    public double expertsPerToken(int layer) {
        int count = experts(layer);
        return Math.min(count, method.sparseGate().expertsPerRow(model.moe(), count));
    }

    /** The hidden units of the experts. @throws IllegalArgumentException if the units of the encoder cannot be divided as the settings say */
    ExpertUnits expertUnits() {
        return ExpertUnits.of(method.sparseGate(), model.moe(), encoder.intermediateSize());
    }

    /** True if tasks have gates or experts of their own, which can be copied from another task. */
    public boolean hasTaskParts() {
        return hasExperts() && method.hasTaskParts();
    }

    /** True if every task has experts of its own. */
    public boolean hasPrivateExperts() {
        return hasExperts() && method.hasPrivateExperts();
    }
}
