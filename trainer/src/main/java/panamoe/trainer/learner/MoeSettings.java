package panamoe.trainer.learner;

import java.util.List;
import panamoe.tensor.Check;
import panamoe.trainer.common.SettingsCheck;

/**
 * The mixtures of experts in the sparse methods.
 *
 * @param layers the encoder layers, from 0, whose feed-forward block is a mixture; ascending, of those that are trained
 * @param experts per layer
 * @param expertNoise of the experts' start as copies of the dense block, relative to the weights' deviation
 * @param sharedExpert whether an expert serves every row beside the routed ones; then it is the copy of the dense block, and the
 *     routed ones begin with an output of 0
 * @param selection how experts are chosen
 * @param gate what the gates begin as
 */
public record MoeSettings(
        List<Integer> layers,
        int experts,
        double expertNoise,
        boolean sharedExpert,
        SelectionSettings selection,
        GateSettings gate) {

    /** @throws IllegalArgumentException if a setting is out of range */
    public MoeSettings {
        layers = SettingsCheck.entries("layers", layers);
        Check.that(
                !layers.isEmpty()
                        && layers.stream().sorted().distinct().toList().equals(layers),
                "layers " + layers + " with experts: expected at least one, ascending");
        Check.that(experts >= 1, experts + " experts: expected at least 1");
        Check.that(expertNoise >= 0, "expert-noise " + expertNoise + ": expected at least 0");
        Check.that(
                selection.expertsPerRow() <= experts,
                "selection of " + selection.expertsPerRow() + " experts per row out of " + experts
                        + ": expected at most as many as there are");
    }

    /** @throws IllegalArgumentException if these settings do not go with the method */
    public void requireFits(Method method) {
        if (method.isSparse()) {
            method.gate().requireFits(method.name(), this);
        }
    }
}
