package panamoe.trainer.learner;

import panamoe.tensor.Check;

/**
 * The hidden units of the experts of a mixture. The routed experts have the last hidden units of the dense block that the mixture
 * replaces. The shared expert has the units before them, or all units if the routed experts have all units too.
 *
 * @param shared the number of units of the shared expert; 0 if there is none
 * @param routed the number of units that the routed experts have
 * @param parts the number of experts that divide these units among them: those of a task in cgc-moe; 1 if every expert has all
 */
public record ExpertUnits(int shared, int routed, int parts) {

    /**
     * The hidden units of the experts of a model.
     *
     * @param hidden the number of hidden units of the dense block
     * @throws IllegalArgumentException if the units cannot be divided as the settings say
     */
    public static ExpertUnits of(GateKind kind, MoeSettings moe, int hidden) {
        double share = moe.expertWidth();
        int routed = (int) Math.round(share * hidden);
        Check.that(
                routed >= 1 && (routed < hidden || share == 1),
                () -> "expert-width " + share + " of " + hidden
                        + " hidden units: expected at least one unit for the routed experts and one for the shared expert");
        int parts = kind.parts(moe);
        Check.that(
                routed % parts == 0,
                () -> routed + " hidden units divided among the " + parts
                        + " experts of a task (private-experts + shared-experts): expected a number of experts that"
                        + " divides the units");
        int rest = hidden - routed;
        int ofShared = rest == 0 ? hidden : rest;
        return new ExpertUnits(moe.sharedExpert() ? ofShared : 0, routed, parts);
    }

    /** The number of units of one routed expert. */
    public int ofExpert() {
        return routed / parts;
    }

    /**
     * The weights of the matrices of a mixture.
     *
     * @param width the number of features per row
     * @param experts the number of routed experts
     */
    public long weights(int width, long experts) {
        return 2L * width * (shared + experts * ofExpert());
    }
}
