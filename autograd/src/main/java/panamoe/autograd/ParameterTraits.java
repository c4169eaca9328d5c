package panamoe.autograd;

/**
 * The traits of a parameter that training depends on. They are fixed when it is registered.
 *
 * @param role its role in the model
 * @param trained false for a parameter that is never trained; it has no gradient and no optimiser state
 * @param stacked true if the outermost axis has one entry per task, each trained on its own
 * @param decayed true if weight decay applies to it: for matrices, but not for biases, norms and task embeddings
 * @param sharded true if each process of a group has its own part of the outermost axis
 */
public record ParameterTraits(ParameterRole role, boolean trained, boolean stacked, boolean decayed, boolean sharded) {

    /** Trained and decayed as a whole, with the role {@link ParameterRole#TRUNK}. */
    public static final ParameterTraits DEFAULT = new ParameterTraits(ParameterRole.TRUNK, true, false, true, false);

    /** The same traits, with one entry per task. */
    ParameterTraits asStacked() {
        return new ParameterTraits(role, trained, true, decayed, sharded);
    }

    /** The same traits, but never trained. */
    ParameterTraits asFrozen() {
        return new ParameterTraits(role, false, stacked, decayed, sharded);
    }
}
