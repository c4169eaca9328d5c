package panamoe.trainer.learner;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import panamoe.moe.Capacity;
import panamoe.moe.Weighting;
import panamoe.tensor.Check;

/** The selection of experts for rows. The key {@code kind} in the settings chooses the type. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(name = "token-choice", value = SelectionSettings.TokenChoice.class),
    @JsonSubTypes.Type(name = "expert-choice", value = SelectionSettings.ExpertChoice.class)
})
public sealed interface SelectionSettings {

    /** The number of experts per row; the mean for expert choice. */
    double expertsPerRow();

    /** True if the rows of an expert depend on the other rows of the batch. */
    boolean rowsCompete();

    /**
     * Each row takes the k experts with the highest scores.
     *
     * @param k experts per row
     * @param weighting the weights of their outputs
     * @param noisy whether rows choose by scores with learned noise ({@link panamoe.moe.NoisyTopK})
     * @param biasRate the update rate of the loss-free balancing bias ({@link panamoe.moe.BiasedTopK}); 0 for none
     * @param capacityFactor the most rows per expert, relative to an even share ({@link Capacity}); 0 for dropless
     * @param dropPriority which rows an expert takes first if it has a capacity
     */
    record TokenChoice(
            int k,
            Weighting weighting,
            boolean noisy,
            double biasRate,
            double capacityFactor,
            Capacity.Priority dropPriority)
            implements SelectionSettings {

        /** @throws IllegalArgumentException if a setting is out of range, or two settings contradict each other */
        public TokenChoice {
            Check.that(k >= 1, "k " + k + ": expected at least 1");
            Check.that(
                    k == 1 || weighting != Weighting.UNIT,
                    "weighting unit with k " + k + ": expected renormalized or probability for k above 1");
            Check.that(
                    k > 1 || weighting != Weighting.RENORMALIZED,
                    "weighting renormalized with k " + k
                            + ": the weight of the only expert would be 1 whatever the gate says, and the gate would learn"
                            + " nothing: expected unit or probability");
            Check.that(biasRate >= 0, "bias-rate " + biasRate + ": expected 0 (none) or above");
            Check.that(!noisy || biasRate == 0, "noisy selection with bias-rate " + biasRate + ": choose one of them");
            Check.that(capacityFactor >= 0, "capacity-factor " + capacityFactor + ": expected 0 (dropless) or above");
        }

        @Override
        public double expertsPerRow() {
            return k;
        }

        @Override
        public boolean rowsCompete() {
            return capacityFactor > 0;
        }
    }

    /**
     * Each expert takes the rows with the highest scores for it.
     *
     * @param factor the mean number of experts per row
     */
    record ExpertChoice(double factor) implements SelectionSettings {

        /** @throws IllegalArgumentException if the factor is not above 0 */
        public ExpertChoice {
            Check.that(factor > 0, "factor " + factor + " of expert choice: expected above 0");
        }

        @Override
        public double expertsPerRow() {
            return factor;
        }

        @Override
        public boolean rowsCompete() {
            return true;
        }
    }
}
