package panamoe.trainer.product.folder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import panamoe.tensor.Check;
import panamoe.trainer.common.Version;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertNormalizer;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MoeSettings;

/**
 * The parts of a kept model: {@code config.json}.
 *
 * @param format {@value #FORMAT}
 * @param version of the format
 * @param program that wrote the folder
 * @param encoderName what its encoder began as
 * @param encoder its sizes, under the names of Hugging Face's {@code BertConfig}
 * @param tokenizer how it prepares text, under the names of Hugging Face's {@code BertTokenizer}
 * @param pooling how the rows of a text become one: {@value #POOLING}
 * @param method how its tasks were learnt
 * @param model its trained part, by the settings of its training
 * @param experts the number of experts by encoder layer, ascending; fewer than the settings have after pruning. A layer that is not in it
 *     has a dense feed-forward block
 * @param seed of what it drew
 * @param slots the number of slots, of which some may be free
 * @param classes the largest number of labels of any task
 * @param history what was done to the model, the oldest first; it begins with its training
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
    static final int VERSION = 2;
    static final String POOLING = "mean";

    /**
     * The keys by which this program knows whether it reads the rest.
     *
     * @param format as in the whole
     * @param version as in the whole
     * @param program as in the whole
     */
    record Heading(String format, int version, String program) {

        /** @throws IllegalArgumentException if it is no model, or one of another format */
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

        /** @throws IllegalArgumentException if it is no encoder that the layers here compute */
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

    /** How text is prepared for a vocabulary. */
    public record TokenizerSettings(boolean doLowerCase, boolean stripAccents, boolean tokenizeChineseChars) {

        static TokenizerSettings of(BertNormalizer normalizer) {
            return new TokenizerSettings(
                    normalizer.lowercase(), normalizer.stripAccents(), normalizer.chineseCharacters());
        }

        BertNormalizer normalizer() {
            return new BertNormalizer(doLowerCase, stripAccents, tokenizeChineseChars);
        }
    }

    /** @throws IllegalArgumentException if its parts do not go together */
    public ModelConfig {
        Check.that(POOLING.equals(pooling), "pooling \"" + pooling + "\": expected \"" + POOLING + "\"");
        Check.that(slots >= 1, slots + " slots: expected at least 1");
        Check.that(classes >= 1, classes + " classes: expected at least 1");
        Check.that(
                model.lastLayer() == encoder.numHiddenLayers() - 1,
                "last-layer " + model.lastLayer() + " of an encoder of " + encoder.numHiddenLayers()
                        + " layers: expected the last one");
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
            Check.that(
                    trained.containsKey(layer),
                    () -> "experts in layer " + layer + ": the layers that were trained with experts are "
                            + trained.keySet());
            Check.that(
                    count >= 1 && count <= trained.get(layer) && method.gate().expertsPerRow(moe, count) <= count,
                    () -> count + " experts in layer " + layer + ": expected as many as a token takes, to "
                            + trained.get(layer));
        });
    }

    /** The same, written by this program, with other heads and experts and more history. */
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

    /** True if what is computed for a text depends on the other texts of its batch. */
    public boolean mixesTexts() {
        return hasExperts() && method.gate().mixesTexts(model.moe());
    }

    /** True if a feed-forward block is a mixture of experts. */
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

    /** The experts of a layer that a token takes, beside one that all take; on average for expert choice. */
    public double expertsPerToken(int layer) {
        return Math.min(experts.get(layer), method.gate().expertsPerRow(model.moe(), experts.get(layer)));
    }

    /** True if tasks have gates or experts of their own, which can begin as another task's. */
    public boolean hasTaskParts() {
        return hasExperts() && method.hasTaskParts();
    }

    /** True if every task has experts of its own. */
    public boolean hasPrivateExperts() {
        return hasExperts() && method.hasPrivateExperts();
    }
}
