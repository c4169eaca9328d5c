package panamoe.trainer.learner;

import java.util.List;
import panamoe.tensor.Check;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.BertConfig;

/**
 * The structure of a model, except for its pretrained encoder.
 *
 * @param firstLayer the lowest trained encoder layer, from 0; the layers below it are frozen
 * @param lastLayer the highest encoder layer, from 0; the layers above it are left out
 * @param maxTokens the maximum number of tokens of a text; longer texts are cut
 * @param dropout dropout rate before the heads
 * @param moe the mixtures of experts
 */
public record ModelSettings(int firstLayer, int lastLayer, int maxTokens, double dropout, MoeSettings moe) {

    /**
     * Checks that the encoder has the trained layers, positions for the longest text, and hidden units for the experts.
     *
     * @param methods the methods that are to be trained
     * @throws UserError if it has not
     */
    public void requireFits(BertConfig encoder, List<Method> methods) {
        if (lastLayer >= encoder.layers()) {
            throw new UserError("trained layers %d-%d: the encoder has the layers 0-%d"
                    .formatted(firstLayer, lastLayer, encoder.layers() - 1));
        }
        if (maxTokens > encoder.positions()) {
            throw new UserError("model.max-tokens %d: the encoder takes at most %d: give that or less"
                    .formatted(maxTokens, encoder.positions()));
        }
        methods.stream().filter(Method::isSparse).forEach(method -> requireUnits(method, encoder.feedForward()));
    }

    private void requireUnits(Method method, int hidden) {
        try {
            ExpertUnits.of(method.sparseGate(), moe, hidden);
        } catch (IllegalArgumentException e) {
            throw new UserError("method " + method + ": " + e.getMessage());
        }
    }

    /** @throws IllegalArgumentException if a setting is out of range */
    public ModelSettings {
        Check.that(
                firstLayer >= 0 && firstLayer <= lastLayer,
                "trained layers " + firstLayer + "-" + lastLayer + ": expected first-last, from 0");
        Check.that(maxTokens >= 3, "at most " + maxTokens + " tokens: expected at least 3");
        Check.that(dropout >= 0 && dropout < 1, "dropout " + dropout + ": expected 0 <= rate < 1");
        Check.that(
                moe.layers().getFirst() >= firstLayer && moe.layers().getLast() <= lastLayer,
                "layers " + moe.layers() + " with experts: expected some of the trained layers " + firstLayer + "-"
                        + lastLayer);
    }
}
