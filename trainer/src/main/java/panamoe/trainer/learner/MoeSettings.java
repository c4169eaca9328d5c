package panamoe.trainer.learner;

import java.util.List;
import panamoe.tensor.Check;
import panamoe.trainer.common.SettingsCheck;

/**
 * The mixtures of experts of sparse methods.
 *
 * @param layers the encoder layers, from 0, with a mixture as feed-forward block; a subset of the trained layers, ascending
 * @param experts the number of experts per layer
 * @param expertNoise the noise on the initial experts, which are copies of the dense block; relative to the standard deviation of
 *     the weights
 * @param sharedExpert whether a shared expert serves every row in addition to the routed experts; {@link ExpertStart} has the start
 * @param expertWidth the share of the dense block's hidden units that a routed expert has, above 0, at most 1; below 1 the shared
 *     expert has the other units, so that a row costs with k = 1 what it costs in the dense block. In cgc-moe it is the share of all
 *     experts of a task together
 * @param selection the selection of experts
 * @param gate the settings of the gates
 */
public record MoeSettings(
        List<Integer> layers,
        int experts,
        double expertNoise,
        boolean sharedExpert,
        double expertWidth,
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
                expertWidth > 0 && expertWidth <= 1,
                "expert-width " + expertWidth + ": expected a share above 0, at most 1.0");
        Check.that(
                expertWidth == 1 || sharedExpert,
                "expert-width " + expertWidth
                        + " without a shared expert, which would have the other hidden units: expected"
                        + " 1.0, or shared-expert true");
        Check.that(
                selection.expertsPerRow() <= experts,
                "selection of " + selection.expertsPerRow() + " experts per row out of " + experts
                        + ": expected at most as many as there are");
    }

    /** Checks that these settings are valid for a method. @throws IllegalArgumentException if they are not */
    public void requireFits(Method method) {
        GateKind gate = method.gate();
        if (gate != null) {
            gate.requireFits(method.name(), this);
        }
    }
}
